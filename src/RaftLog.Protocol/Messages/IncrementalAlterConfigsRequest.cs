using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Changes single configuration keys of topics or brokers (KIP-339).</summary>
[WireMessage(ApiKey.IncrementalAlterConfigs, "0-1", Flexible = "1+")]
public sealed partial class IncrementalAlterConfigsRequest : IKafkaRequest<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>
{
    /// <summary>The topics and brokers.</summary>
    [WireField("0+")]
    public List<Resource> Resources { get; set; } = [];

    /// <summary>Whether to answer only what would happen.</summary>
    [WireField("0+")]
    public bool ValidateOnly { get; set; }

    /// <summary>One topic or broker.</summary>
    [WireStruct]
    public sealed partial class Resource
    {
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

        /// <summary>What is to be done with the value.</summary>
        [WireField("0+")]
        public ConfigOperation ConfigOperation { get; set; }

        /// <summary>The value; null when there is none to show.</summary>
        [WireField("0+", Nullable = "0+")]
        public string? Value { get; set; } = "";
    }
}
