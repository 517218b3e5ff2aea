namespace RaftLog.Client;

/// <summary>What is known of the place where a partition is to be read.</summary>
internal enum PositionStatus
{
    /// <summary>The group's committed offset has to be read first.</summary>
    NeedsCommitted,

    /// <summary>There is no offset to go on from: <see cref="ConsumerOptions.AutoOffsetReset"/> decides.</summary>
    NeedsReset,

    /// <summary>Known.</summary>
    Known,
}
