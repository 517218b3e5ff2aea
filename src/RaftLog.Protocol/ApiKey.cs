namespace RaftLog.Protocol;

/// <summary>The number of a Kafka API, the first field of every request.</summary>
public enum ApiKey : short
{
    /// <summary>Append record batches.</summary>
    Produce = 0,

    /// <summary>Read record batches.</summary>
    Fetch = 1,

    /// <summary>Find offsets by timestamp.</summary>
    ListOffsets = 2,

    /// <summary>Topics, partitions, leaders and brokers.</summary>
    Metadata = 3,

    /// <summary>Store the positions of a consumer group.</summary>
    OffsetCommit = 8,

    /// <summary>Read the positions of a consumer group.</summary>
    OffsetFetch = 9,

    /// <summary>Find the broker that coordinates a group or transactional id.</summary>
    FindCoordinator = 10,

    /// <summary>Enter a consumer group.</summary>
    JoinGroup = 11,

    /// <summary>Stay in a consumer group.</summary>
    Heartbeat = 12,

    /// <summary>Leave a consumer group.</summary>
    LeaveGroup = 13,

    /// <summary>Hand in or get the assignment of a generation.</summary>
    SyncGroup = 14,

    /// <summary>State and members of consumer groups.</summary>
    DescribeGroups = 15,

    /// <summary>The consumer groups that a broker coordinates.</summary>
    ListGroups = 16,

    /// <summary>The requests that a broker serves.</summary>
    ApiVersions = 18,

    /// <summary>Create topics.</summary>
    CreateTopics = 19,

    /// <summary>Delete topics.</summary>
    DeleteTopics = 20,

    /// <summary>Move the start of partitions forward.</summary>
    DeleteRecords = 21,

    /// <summary>Get an id for an idempotent or transactional producer.</summary>
    InitProducerId = 22,

    /// <summary>Find where the log of a leader epoch ends (KIP-320).</summary>
    OffsetForLeaderEpoch = 23,

    /// <summary>Take partitions into a transaction.</summary>
    AddPartitionsToTxn = 24,

    /// <summary>Take the positions of a consumer group into a transaction.</summary>
    AddOffsetsToTxn = 25,

    /// <summary>Commit or abort a transaction.</summary>
    EndTxn = 26,

    /// <summary>End transactions in partitions.</summary>
    WriteTxnMarkers = 27,

    /// <summary>Store positions of a consumer group in a transaction.</summary>
    TxnOffsetCommit = 28,

    /// <summary>Read configurations.</summary>
    DescribeConfigs = 32,

    /// <summary>Replace configurations.</summary>
    AlterConfigs = 33,

    /// <summary>Describe the log directories of a broker (KIP-113).</summary>
    DescribeLogDirs = 35,

    /// <summary>Add partitions to topics.</summary>
    CreatePartitions = 37,

    /// <summary>Delete consumer groups.</summary>
    DeleteGroups = 42,

    /// <summary>Have partitions led by another replica (KIP-460).</summary>
    ElectLeaders = 43,

    /// <summary>Change single configuration keys (KIP-339).</summary>
    IncrementalAlterConfigs = 44,

    /// <summary>Move partitions to other brokers (KIP-455).</summary>
    AlterPartitionReassignments = 45,

    /// <summary>The partitions that are being moved (KIP-455).</summary>
    ListPartitionReassignments = 46,

    /// <summary>Delete positions of a consumer group.</summary>
    OffsetDelete = 47,

    /// <summary>How the replicas of the metadata log stand (KIP-595).</summary>
    DescribeQuorum = 55,

    /// <summary>Brokers and controller (KIP-700).</summary>
    DescribeCluster = 60,

    /// <summary>The producers that write to partitions (KIP-664).</summary>
    DescribeProducers = 61,

    /// <summary>Take a broker that is gone for good out of the cluster.</summary>
    UnregisterBroker = 64,

    /// <summary>The state of transactional ids (KIP-664).</summary>
    DescribeTransactions = 65,

    /// <summary>The transactional ids that a broker coordinates (KIP-664).</summary>
    ListTransactions = 66,

    /// <summary>Enter, stay in or leave a consumer group whose coordinator assigns the partitions (KIP-848).</summary>
    ConsumerGroupHeartbeat = 68,

    /// <summary>State and members of consumer groups whose coordinator assigns the partitions (KIP-848).</summary>
    ConsumerGroupDescribe = 69,

    /// <summary>What there are configurations of (KIP-1142).</summary>
    ListConfigResources = 74,

    /// <summary>Topics and partitions, page by page (KIP-966).</summary>
    DescribeTopicPartitions = 75,
}
