using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Asks for the configuration of topics or brokers.</summary>
[WireMessage(ApiKey.DescribeConfigs, "0-4", Flexible = "4+")]
public sealed partial class DescribeConfigsRequest : IKafkaRequest<DescribeConfigsRequest, DescribeConfigsResponse>
{
    /// <summary>The topics and brokers.</summary>
    [WireField("0+")]
    public List<Resource> Resources { get; set; } = [];

    /// <summary>Whether to answer all the places where a value could come from.</summary>
    [WireField("1+")]
    public bool IncludeSynonyms { get; set; }

    /// <summary>Whether to answer what the entries mean.</summary>
    [WireField("3+")]
    public bool IncludeDocumentation { get; set; }

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

        /// <summary>The keys to describe; null for all of them.</summary>
        [WireField("0+", Nullable = "0+")]
        public List<string>? ConfigurationKeys { get; set; } = [];
    }
}
