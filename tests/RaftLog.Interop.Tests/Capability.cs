namespace RaftLog.Interop.Tests;

/// <summary>What a scenario needs of a client.</summary>
internal enum Capability
{
    CreateTopics,
    IdempotentProducer,
    Groups,
    OffsetsByTime,
    Transactions,
    OffsetsInTransactions,
    ReadCommitted,
    Configs,
    CreatePartitions,
    DeleteRecords,
    DescribeGroups,
}
