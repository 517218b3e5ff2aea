using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Configurations, with where each value comes from.</summary>
[WireMessage(ApiKey.DescribeConfigs, "0-4", Flexible = "4+")]
public sealed partial class DescribeConfigsResponse : IKafkaResponse<DescribeConfigsResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("0+")]
    public int ThrottleTimeMs { get; set; }

    /// <summary>The answer for each.</summary>
    [WireField("0+")]
    public List<Resource> Results { get; set; } = [];

    /// <summary>One topic or broker.</summary>
    [WireStruct]
    public sealed partial class Resource
    {
        /// <summary>What went wrong.</summary>
        [WireField("0+")]
        public ErrorCode ErrorCode { get; set; }

        /// <summary>What went wrong, in words.</summary>
        [WireField("0+", Nullable = "0+")]
        public string? ErrorMessage { get; set; } = "";

        /// <summary>What is described or changed.</summary>
        [WireField("0+")]
        public ConfigResourceType ResourceType { get; set; }

        /// <summary>The name of the topic, or the id of the broker.</summary>
        [WireField("0+")]
        public string ResourceName { get; set; } = "";

        /// <summary>The configuration entries.</summary>
        [WireField("0+")]
        public List<Config> Configs { get; set; } = [];
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

        /// <summary>Whether the value cannot be changed while the broker runs.</summary>
        [WireField("0+")]
        public bool ReadOnly { get; set; }

        /// <summary>Whether nobody has set the value.</summary>
        [WireField("0")]
        public bool IsDefault { get; set; }

        /// <summary>Where the value comes from.</summary>
        [WireField("1+", Ignorable = true)]
        public ConfigSource ConfigSource { get; set; } = ConfigSource.Unknown;

        /// <summary>Whether the value is secret, and so not answered.</summary>
        [WireField("0+")]
        public bool IsSensitive { get; set; }

        /// <summary>The places where the value could come from, in order of precedence.</summary>
        [WireField("1+", Ignorable = true)]
        public List<Synonym> Synonyms { get; set; } = [];

        /// <summary>The type of the value.</summary>
        [WireField("3+", Ignorable = true)]
        public ConfigType ConfigType { get; set; }

        /// <summary>What the entry means, when asked for.</summary>
        [WireField("3+", Nullable = "0+", Ignorable = true)]
        public string? Documentation { get; set; } = "";
    }

    /// <summary>A place where the value could come from, in order of precedence.</summary>
    [WireStruct]
    public sealed partial class Synonym
    {
        /// <summary>The name.</summary>
        [WireField("1+")]
        public string Name { get; set; } = "";

        /// <summary>The value; null when there is none to show.</summary>
        [WireField("1+", Nullable = "0+")]
        public string? Value { get; set; } = "";

        /// <summary>Where the value comes from.</summary>
        [WireField("1+")]
        public ConfigSource Source { get; set; }
    }
}
