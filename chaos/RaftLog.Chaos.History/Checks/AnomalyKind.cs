namespace RaftLog.Chaos.History;

/// <summary>A way in which a history breaks a guarantee.</summary>
public enum AnomalyKind
{
    /// <summary>An acknowledged record is not in the log.</summary>
    Lost,

    /// <summary>A record of an idempotent producer is in the log more than once.</summary>
    Duplicated,

    /// <summary>Two records of one idempotent producer are in a partition the other way round than they were sent.</summary>
    Reordered,

    /// <summary>A record is in the log that nobody sent, or that its producer was told cannot be there.</summary>
    Phantom,

    /// <summary>A record is in the log at another place than its acknowledgement said.</summary>
    Moved,

    /// <summary>Two readers, or two replicas, have different records at one offset.</summary>
    Diverging,

    /// <summary>What was read back at the end, and so was committed, is not on the disks of a majority of the replicas.</summary>
    TooFewCopies,

    /// <summary>A reader was given a record that is not in the log: it was not committed, or has gone since.</summary>
    ReadUncommitted,

    /// <summary>An offset in the middle of a partition, or of a replica of it, has no record.</summary>
    Hole,

    /// <summary>A reader jumped over records, forward or back, or a group committed beyond a record that none of its members was given.</summary>
    Skipped,

    /// <summary>A group was told a committed offset that a later commit had replaced.</summary>
    CommitWentBack,

    /// <summary>A group was told a committed offset that none of its members committed.</summary>
    CommitInvented,
}
