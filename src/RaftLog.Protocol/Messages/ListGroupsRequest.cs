using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Asks a broker for the groups that it coordinates.</summary>
[WireMessage(ApiKey.ListGroups, "0-5", Flexible = "3+")]
public sealed partial class ListGroupsRequest : IKafkaRequest<ListGroupsRequest, ListGroupsResponse>
{
    /// <summary>The states of the groups to answer; empty for all.</summary>
    [WireField("4+")]
    public List<string> StatesFilter { get; set; } = [];

    /// <summary>The kinds of groups to answer; empty for all.</summary>
    [WireField("5+")]
    public List<string> TypesFilter { get; set; } = [];
}
