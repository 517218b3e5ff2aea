namespace RaftLog.Broker;

/// <summary>How the files that nobody reads are checked in the background.</summary>
public sealed class ScrubOptions
{
    /// <summary>
    /// How many bytes a second are read for it, over all logs of the broker; 0 turns it off. Too few, and a pass takes longer than the time between
    /// two; too many, and it takes the disk from clients. Default 8 MiB.
    /// </summary>
    public long BytesPerSecond { get; set; } = 8 * 1024 * 1024;

    /// <summary>The time from the beginning of one pass to the beginning of the next; a pass that takes longer is followed by the next at once. Default 1 day.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromDays(1);

    /// <summary>The time from the start to the first pass, so that it does not get in the way of catching up. Default 1 min.</summary>
    public TimeSpan FirstWait { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Throws when a value is out of range; the message names it and what is accepted.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        OptionCheck.Require(BytesPerSecond >= 0, nameof(BytesPerSecond), "0 or more");
        OptionCheck.Require(Interval > TimeSpan.Zero, nameof(Interval), "more than 0");
        OptionCheck.Require(FirstWait >= TimeSpan.Zero, nameof(FirstWait), "0 or more");
    }
}
