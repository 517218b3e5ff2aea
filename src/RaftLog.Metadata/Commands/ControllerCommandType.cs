namespace RaftLog.Metadata;

/// <summary>The requests that the controller serves. The numbers stand on the wire between brokers: never reuse one.</summary>
public enum ControllerCommandType : short
{
    /// <summary><see cref="CreateTopicsCommand"/></summary>
    CreateTopics = 1,

    /// <summary><see cref="DeleteTopicsCommand"/></summary>
    DeleteTopics = 2,

    /// <summary><see cref="AlterConfigsCommand"/></summary>
    AlterConfigs = 3,

    /// <summary><see cref="RegisterBrokerCommand"/></summary>
    RegisterBroker = 4,

    /// <summary><see cref="BrokerHeartbeatCommand"/></summary>
    BrokerHeartbeat = 5,

    /// <summary><see cref="UnregisterBrokerCommand"/></summary>
    UnregisterBroker = 6,

    /// <summary><see cref="AllocateProducerIdsCommand"/></summary>
    AllocateProducerIds = 7,

    /// <summary><see cref="CommitOffsetsCommand"/></summary>
    CommitOffsets = 8,

    /// <summary><see cref="DeleteOffsetsCommand"/></summary>
    DeleteOffsets = 9,

    /// <summary><see cref="WriteConsumerGroupCommand"/></summary>
    WriteConsumerGroup = 10,

    /// <summary><see cref="DeleteConsumerGroupsCommand"/></summary>
    DeleteConsumerGroups = 11,

    /// <summary><see cref="ReportReplicasCommand"/></summary>
    ReportReplicas = 12,

    /// <summary><see cref="MovePartitionsCommand"/></summary>
    MovePartitions = 13,

    /// <summary><see cref="InitializeProducerCommand"/></summary>
    InitializeProducer = 14,

    /// <summary><see cref="AddPartitionsToTransactionCommand"/></summary>
    AddPartitionsToTransaction = 15,

    /// <summary><see cref="AddOffsetsToTransactionCommand"/></summary>
    AddOffsetsToTransaction = 16,

    /// <summary><see cref="CommitTransactionOffsetsCommand"/></summary>
    CommitTransactionOffsets = 17,

    /// <summary><see cref="EndTransactionCommand"/></summary>
    EndTransaction = 18,

    /// <summary><see cref="CompleteTransactionsCommand"/></summary>
    CompleteTransactions = 19,

    /// <summary><see cref="ExpireOffsetsCommand"/></summary>
    ExpireOffsets = 20,

    /// <summary><see cref="CreatePartitionsCommand"/></summary>
    CreatePartitions = 24,
}
