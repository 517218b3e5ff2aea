using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Asks for the state and members of consumer groups whose coordinator assigns the partitions (KIP-848).</summary>
[WireMessage(ApiKey.ConsumerGroupDescribe, "0-1")]
public sealed partial class ConsumerGroupDescribeRequest : IKafkaRequest<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse>
{
    /// <summary>The ids of the groups.</summary>
    [WireField("0+")]
    public List<string> GroupIds { get; set; } = [];

    /// <summary>Whether to answer what the client may do with the groups.</summary>
    [WireField("0+")]
    public bool IncludeAuthorizedOperations { get; set; }
}
