namespace RaftLog.Metadata;

/// <summary>Where a transactional id stands, with Kafka's numbers. See <see cref="TransactionImage"/> for what belongs to each state.</summary>
public enum TransactionState : sbyte
{
    /// <summary>A producer has the id and has begun nothing yet.</summary>
    Empty = 0,

    /// <summary>A transaction is open.</summary>
    Ongoing = 1,

    /// <summary>The transaction is committed for good, and its partitions do not all know yet.</summary>
    PrepareCommit = 2,

    /// <summary>The transaction is aborted for good, and its partitions do not all know yet.</summary>
    PrepareAbort = 3,

    /// <summary>The last transaction was committed, everywhere.</summary>
    CompleteCommit = 4,

    /// <summary>The last transaction was aborted, everywhere.</summary>
    CompleteAbort = 5,
}
