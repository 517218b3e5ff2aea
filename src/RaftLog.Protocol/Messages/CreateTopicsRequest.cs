using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Creates topics.</summary>
[WireMessage(ApiKey.CreateTopics, "0-7", Flexible = "5+")]
public sealed partial class CreateTopicsRequest : IKafkaRequest<CreateTopicsRequest, CreateTopicsResponse>
{
    /// <summary>The topics.</summary>
    [WireField("0+")]
    public List<Topic> Topics { get; set; } = [];

    /// <summary>How long the broker may take, in milliseconds.</summary>
    [WireField("0+")]
    public int TimeoutMs { get; set; } = 60000;

    /// <summary>Whether to answer only what would happen.</summary>
    [WireField("1+")]
    public bool ValidateOnly { get; set; }

    /// <summary>One topic.</summary>
    [WireStruct]
    public sealed partial class Topic
    {
        /// <summary>The name.</summary>
        [WireField("0+")]
        public string Name { get; set; } = "";

        /// <summary>How many partitions; -1 for the default.</summary>
        [WireField("0+")]
        public int NumPartitions { get; set; }

        /// <summary>How many replicas; -1 for the default.</summary>
        [WireField("0+")]
        public short ReplicationFactor { get; set; }

        /// <summary>The replicas of each partition; empty to let the controller choose.</summary>
        [WireField("0+")]
        public List<Assignment> Assignments { get; set; } = [];

        /// <summary>The configuration entries.</summary>
        [WireField("0+")]
        public List<Config> Configs { get; set; } = [];
    }

    /// <summary>Where the replicas of a partition are to be.</summary>
    [WireStruct]
    public sealed partial class Assignment
    {
        /// <summary>The number of the partition.</summary>
        [WireField("0+")]
        public int PartitionIndex { get; set; }

        /// <summary>The brokers, the preferred leader first.</summary>
        [WireField("0+")]
        public List<int> BrokerIds { get; set; } = [];
    }

    /// <summary>One configuration entry.</summary>
    [WireStruct]
    public sealed partial class Config
    {
        /// <summary>The name.</summary>
        [WireField("0+")]
        public string Name { get; set; } = "";

        /// <summary>The value; null when there is none to show.</summary>
        [WireField("0+", Nullable = "0+")]
        public string? Value { get; set; } = "";
    }
}
