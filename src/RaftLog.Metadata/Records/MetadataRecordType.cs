namespace RaftLog.Metadata;

/// <summary>The types of metadata records. The numbers stand in logs and snapshots: never reuse one.</summary>
public enum MetadataRecordType
{
    /// <summary><see cref="ClusterRecord"/></summary>
    Cluster = 1,

    /// <summary><see cref="IdCountersRecord"/></summary>
    IdCounters = 2,

    /// <summary><see cref="BrokerRegistrationRecord"/></summary>
    BrokerRegistration = 3,

    /// <summary><see cref="BrokerStateRecord"/></summary>
    BrokerState = 4,

    /// <summary><see cref="UnregisterBrokerRecord"/></summary>
    UnregisterBroker = 5,

    /// <summary><see cref="TopicRecord"/></summary>
    Topic = 6,

    /// <summary><see cref="PartitionRecord"/></summary>
    Partition = 7,

    /// <summary><see cref="RemoveTopicRecord"/></summary>
    RemoveTopic = 8,

    /// <summary><see cref="ConfigRecord"/></summary>
    Config = 9,

    /// <summary><see cref="ConsumerGroupRecord"/></summary>
    ConsumerGroup = 10,

    /// <summary><see cref="OffsetCommitRecord"/></summary>
    OffsetCommit = 11,

    /// <summary><see cref="RemoveOffsetsRecord"/></summary>
    RemoveOffsets = 12,

    /// <summary><see cref="RemoveConsumerGroupRecord"/></summary>
    RemoveConsumerGroup = 13,

    /// <summary><see cref="ProducerIdsRecord"/></summary>
    ProducerIds = 14,

    /// <summary><see cref="TransactionRecord"/></summary>
    Transaction = 15,

    /// <summary><see cref="TransactionPartitionsRecord"/></summary>
    TransactionPartitions = 16,

    /// <summary><see cref="TransactionOffsetsRecord"/></summary>
    TransactionOffsets = 17,

    /// <summary><see cref="RemoveTransactionRecord"/></summary>
    RemoveTransaction = 18,
}
