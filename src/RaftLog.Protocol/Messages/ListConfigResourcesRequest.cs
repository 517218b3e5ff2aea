using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Asks what there are configurations of (KIP-1142). Version 0 asks for the metrics that clients were asked for (KIP-714).</summary>
[WireMessage(ApiKey.ListConfigResources, "0-1")]
public sealed partial class ListConfigResourcesRequest : IKafkaRequest<ListConfigResourcesRequest, ListConfigResourcesResponse>
{
    /// <summary>Of which kinds; none for all.</summary>
    [WireField("1+")]
    public List<sbyte> ResourceTypes { get; set; } = [];
}
