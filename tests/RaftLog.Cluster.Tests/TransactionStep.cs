namespace RaftLog.Cluster.Tests;

/// <summary>How far a transaction is.</summary>
public enum TransactionStep
{
    /// <summary>The producer has its id and epoch; no transaction has begun.</summary>
    Initialized,

    /// <summary>The coordinator knows of the partitions, and nothing is written to them yet.</summary>
    PartitionsAdded,

    /// <summary>All records are acknowledged.</summary>
    Produced,

    /// <summary>The coordinator has decided, and the producer has not heard of it.</summary>
    Decided,

    /// <summary>Every partition has its marker, and the producer has heard that it is decided.</summary>
    Completed,
}
