namespace RaftLog.Server.Configuration;

/// <summary>How the files that nobody reads are checked in the background.</summary>
public sealed class ScrubbingOptions
{
    /// <summary>How many bytes a second are read for it; 0 turns it off. Default 8 MiB.</summary>
    public int BytesPerSecond { get; set; } = 8 * 1024 * 1024;

    /// <summary>The seconds from the beginning of one pass over all files to the beginning of the next. Default 86,400, a day.</summary>
    public int IntervalSeconds { get; set; } = 86_400;
}
