namespace RaftLog.Interop.Tests;

/// <summary>What a scenario needs of a client.</summary>
internal enum Capability
{
    CreateTopics,
    IdempotentProducer,
    Groups,
    ConsumerGroupProtocol,
    OffsetsByTime,
    Transactions,
    TransactionalIdTakenOver,
    OffsetsInTransactions,
    ReadCommitted,
    Configs,
    CreatePartitions,
    DeleteRecords,
    DescribeGroups,
}
