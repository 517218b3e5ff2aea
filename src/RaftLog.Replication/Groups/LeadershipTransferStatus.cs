namespace RaftLog.Replication;

/// <summary>How a transfer of leadership ended (thesis §3.10).</summary>
public enum LeadershipTransferStatus
{
    /// <summary>This replica leads no longer.</summary>
    Transferred,

    /// <summary>It did not lead.</summary>
    NotLeader,

    /// <summary>No voter was fit to take over, or it did not within an election timeout; this replica still leads.</summary>
    Failed,
}
