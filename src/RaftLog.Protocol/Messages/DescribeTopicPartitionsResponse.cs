using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>One page of topics and their partitions.</summary>
[WireMessage(ApiKey.DescribeTopicPartitions, "0")]
public sealed partial class DescribeTopicPartitionsResponse : IKafkaResponse<DescribeTopicPartitionsResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("0+", Ignorable = true)]
    public int ThrottleTimeMs { get; set; }

    /// <summary>The topics, in the order of their names.</summary>
    [WireField("0+")]
    public List<Topic> Topics { get; set; } = [];

    /// <summary>Where the next page begins; null when this is the last.</summary>
    [WireField("0+", Nullable = "0+")]
    public Cursor? NextCursor { get; set; }

    /// <summary>One topic.</summary>
    [WireStruct]
    public sealed partial class Topic
    {
        /// <summary>What went wrong.</summary>
        [WireField("0+")]
        public ErrorCode ErrorCode { get; set; }

        /// <summary>The name.</summary>
        [WireField("0+", Nullable = "0+")]
        public string? Name { get; set; } = "";

        /// <summary>The id.</summary>
        [WireField("0+", Ignorable = true)]
        public Guid TopicId { get; set; }

        /// <summary>Whether it belongs to the cluster itself.</summary>
        [WireField("0+", Ignorable = true)]
        public bool IsInternal { get; set; }

        /// <summary>The partitions, in the order of their numbers.</summary>
        [WireField("0+")]
        public List<Partition> Partitions { get; set; } = [];

        /// <summary>What the client may do with it, a bit for each operation.</summary>
        [WireField("0+")]
        public int TopicAuthorizedOperations { get; set; } = int.MinValue;
    }

    /// <summary>One partition.</summary>
    [WireStruct]
    public sealed partial class Partition
    {
        /// <summary>What went wrong.</summary>
        [WireField("0+")]
        public ErrorCode ErrorCode { get; set; }

        /// <summary>The number of the partition.</summary>
        [WireField("0+")]
        public int PartitionIndex { get; set; }

        /// <summary>The broker that leads; -1 when there is none.</summary>
        [WireField("0+")]
        public int LeaderId { get; set; }

        /// <summary>The leader epoch; -1 when unknown.</summary>
        [WireField("0+", Ignorable = true)]
        public int LeaderEpoch { get; set; } = -1;

        /// <summary>The brokers that hold it.</summary>
        [WireField("0+")]
        public List<int> ReplicaNodes { get; set; } = [];

        /// <summary>Those of them that are in sync.</summary>
        [WireField("0+")]
        public List<int> IsrNodes { get; set; } = [];

        /// <summary>Those that may lead although they are not in sync.</summary>
        [WireField("0+", Nullable = "0+")]
        public List<int>? EligibleLeaderReplicas { get; set; }

        /// <summary>Those that might have been let lead before.</summary>
        [WireField("0+", Nullable = "0+")]
        public List<int>? LastKnownElr { get; set; }

        /// <summary>Those that do not answer.</summary>
        [WireField("0+", Ignorable = true)]
        public List<int> OfflineReplicas { get; set; } = [];
    }

    /// <summary>A place in the list of all partitions.</summary>
    [WireStruct]
    public sealed partial class Cursor
    {
        /// <summary>The name of the topic to begin with.</summary>
        [WireField("0+")]
        public string TopicName { get; set; } = "";

        /// <summary>The number of the partition to begin with.</summary>
        [WireField("0+")]
        public int PartitionIndex { get; set; }
    }
}
