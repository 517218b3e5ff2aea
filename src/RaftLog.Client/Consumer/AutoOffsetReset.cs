namespace RaftLog.Client;

/// <summary>Where to read from when there is no committed offset, or it is no longer in the log.</summary>
public enum AutoOffsetReset
{
    /// <summary>The first record that is still there.</summary>
    Earliest,

    /// <summary>After the last record.</summary>
    Latest,

    /// <summary>Nowhere: consuming throws <see cref="RaftLogException"/> with <c>OFFSET_OUT_OF_RANGE</c>.</summary>
    None,
}
