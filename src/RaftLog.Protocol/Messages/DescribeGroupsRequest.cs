using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Asks for the state and members of groups.</summary>
[WireMessage(ApiKey.DescribeGroups, "0-6", Flexible = "5+")]
public sealed partial class DescribeGroupsRequest : IKafkaRequest<DescribeGroupsRequest, DescribeGroupsResponse>
{
    /// <summary>The groups.</summary>
    [WireField("0+")]
    public List<string> Groups { get; set; } = [];

    /// <summary>Whether to answer what the client may do with the groups.</summary>
    [WireField("3+")]
    public bool IncludeAuthorizedOperations { get; set; }
}
