using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>The brokers of the cluster and what was asked of its topics.</summary>
[WireMessage(ApiKey.Metadata, "0-13", Flexible = "9+")]
public sealed partial class MetadataResponse : IKafkaResponse<MetadataResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("3+", Ignorable = true)]
    public int ThrottleTimeMs { get; set; }

    /// <summary>The brokers.</summary>
    [WireField("0+")]
    public List<Broker> Brokers { get; set; } = [];

    /// <summary>The id of the cluster.</summary>
    [WireField("2+", Nullable = "2+", Ignorable = true)]
    public string? ClusterId { get; set; }

    /// <summary>The broker to send administrative requests to, any that forwards them; -1 when unknown.</summary>
    [WireField("1+", Ignorable = true)]
    public int ControllerId { get; set; } = -1;

    /// <summary>The topics.</summary>
    [WireField("0+")]
    public List<Topic> Topics { get; set; } = [];

    /// <summary>What the client may do with the cluster, a bit an operation; the least integer when not asked for.</summary>
    [WireField("8-10")]
    public int ClusterAuthorizedOperations { get; set; } = int.MinValue;

    /// <summary>What went wrong.</summary>
    [WireField("13+", Ignorable = true)]
    public ErrorCode ErrorCode { get; set; }

    /// <summary>One broker.</summary>
    [WireStruct]
    public sealed partial class Broker
    {
        /// <summary>The id of the broker; -1 for none.</summary>
        [WireField("0+")]
        public int NodeId { get; set; }

        /// <summary>The host name or address for clients.</summary>
        [WireField("0+")]
        public string Host { get; set; } = "";

        /// <summary>The port for clients.</summary>
        [WireField("0+")]
        public int Port { get; set; }

        /// <summary>The rack of the broker; null when it has none.</summary>
        [WireField("1+", Nullable = "1+", Ignorable = true)]
        public string? Rack { get; set; }
    }

    /// <summary>One topic.</summary>
    [WireStruct]
    public sealed partial class Topic
    {
        /// <summary>What went wrong.</summary>
        [WireField("0+")]
        public ErrorCode ErrorCode { get; set; }

        /// <summary>The name; null when an id was asked for that does not exist.</summary>
        [WireField("0+", Nullable = "12+")]
        public string? Name { get; set; } = "";

        /// <summary>The id of the topic.</summary>
        [WireField("10+", Ignorable = true)]
        public Guid TopicId { get; set; }

        /// <summary>Whether the cluster keeps it for its own use.</summary>
        [WireField("1+", Ignorable = true)]
        public bool IsInternal { get; set; }

        /// <summary>The partitions.</summary>
        [WireField("0+")]
        public List<Partition> Partitions { get; set; } = [];

        /// <summary>What the client may do with the topic, a bit an operation; the least integer when not asked for.</summary>
        [WireField("8+")]
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
        [WireField("7+", Ignorable = true)]
        public int LeaderEpoch { get; set; } = -1;

        /// <summary>The replicas, the preferred leader first.</summary>
        [WireField("0+")]
        public List<int> ReplicaNodes { get; set; } = [];

        /// <summary>The replicas that are in sync.</summary>
        [WireField("0+")]
        public List<int> IsrNodes { get; set; } = [];

        /// <summary>The replicas that are not available.</summary>
        [WireField("5+", Ignorable = true)]
        public List<int> OfflineReplicas { get; set; } = [];
    }
}
