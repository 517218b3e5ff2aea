using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Deletes groups without members.</summary>
[WireMessage(ApiKey.DeleteGroups, "0-2", Flexible = "2+")]
public sealed partial class DeleteGroupsRequest : IKafkaRequest<DeleteGroupsRequest, DeleteGroupsResponse>
{
    /// <summary>The ids of the groups.</summary>
    [WireField("0+")]
    public List<string> GroupsNames { get; set; } = [];
}
