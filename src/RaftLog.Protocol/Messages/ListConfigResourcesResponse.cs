using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>What there are configurations of.</summary>
[WireMessage(ApiKey.ListConfigResources, "0-1")]
public sealed partial class ListConfigResourcesResponse : IKafkaResponse<ListConfigResourcesResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("0+")]
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong.</summary>
    [WireField("0+")]
    public ErrorCode ErrorCode { get; set; }

    /// <summary>What there is.</summary>
    [WireField("0+")]
    public List<Resource> ConfigResources { get; set; } = [];

    /// <summary>One thing that has a configuration.</summary>
    [WireStruct]
    public sealed partial class Resource
    {
        /// <summary>The name.</summary>
        [WireField("0+")]
        public string ResourceName { get; set; } = "";

        /// <summary>The kind; 16 stands for the metrics of clients.</summary>
        [WireField("1+", Ignorable = true)]
        public sbyte ResourceType { get; set; } = 16;
    }
}
