using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>What became of each resource of an <see cref="AlterConfigsRequest"/>.</summary>
[WireMessage(ApiKey.AlterConfigs, "0-2", Flexible = "2+")]
public sealed partial class AlterConfigsResponse : IKafkaResponse<AlterConfigsResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("0+")]
    public int ThrottleTimeMs { get; set; }

    /// <summary>The answer for each.</summary>
    [WireField("0+")]
    public List<Resource> Responses { get; set; } = [];

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
    }
}
