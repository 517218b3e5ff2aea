namespace RaftLog.Storage;

/// <summary>How a read ended.</summary>
public enum ReadStatus
{
    /// <summary>It read what there was; that may be nothing.</summary>
    Ok,

    /// <summary>The start lies before what the log still holds.</summary>
    BelowStart,

    /// <summary>The start lies behind the end of the log.</summary>
    AboveEnd,
}
