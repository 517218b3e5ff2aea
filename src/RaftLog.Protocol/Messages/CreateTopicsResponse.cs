using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>What became of each topic of a <see cref="CreateTopicsRequest"/>.</summary>
[WireMessage(ApiKey.CreateTopics, "0-7", Flexible = "5+")]
public sealed partial class CreateTopicsResponse : IKafkaResponse<CreateTopicsResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("2+", Ignorable = true)]
    public int ThrottleTimeMs { get; set; }

    /// <summary>The topics.</summary>
    [WireField("0+")]
    public List<Topic> Topics { get; set; } = [];

    /// <summary>One topic.</summary>
    [WireStruct]
    public sealed partial class Topic
    {
        /// <summary>The name.</summary>
        [WireField("0+")]
        public string Name { get; set; } = "";

        /// <summary>The id of the topic.</summary>
        [WireField("7+", Ignorable = true)]
        public Guid TopicId { get; set; }

        /// <summary>What went wrong.</summary>
        [WireField("0+")]
        public ErrorCode ErrorCode { get; set; }

        /// <summary>What went wrong, in words.</summary>
        [WireField("1+", Nullable = "0+", Ignorable = true)]
        public string? ErrorMessage { get; set; } = "";

        /// <summary>Why the configuration is not answered.</summary>
        [WireField("5+", Tag = 0, Ignorable = true)]
        public ErrorCode TopicConfigErrorCode { get; set; }

        /// <summary>How many partitions; -1 for the default.</summary>
        [WireField("5+", Ignorable = true)]
        public int NumPartitions { get; set; } = -1;

        /// <summary>How many replicas; -1 for the default.</summary>
        [WireField("5+", Ignorable = true)]
        public short ReplicationFactor { get; set; } = -1;

        /// <summary>The configuration entries.</summary>
        [WireField("5+", Nullable = "5+", Ignorable = true)]
        public List<Config>? Configs { get; set; } = [];
    }

    /// <summary>One configuration entry.</summary>
    [WireStruct]
    public sealed partial class Config
    {
        /// <summary>The name.</summary>
        [WireField("5+")]
        public string Name { get; set; } = "";

        /// <summary>The value; null when there is none to show.</summary>
        [WireField("5+", Nullable = "5+")]
        public string? Value { get; set; } = "";

        /// <summary>Whether the value cannot be changed while the broker runs.</summary>
        [WireField("5+")]
        public bool ReadOnly { get; set; }

        /// <summary>Where the value comes from.</summary>
        [WireField("5+", Ignorable = true)]
        public ConfigSource ConfigSource { get; set; } = ConfigSource.Unknown;

        /// <summary>Whether the value is secret, and so not answered.</summary>
        [WireField("5+")]
        public bool IsSensitive { get; set; }
    }
}
