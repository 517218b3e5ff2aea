using RaftLog.Broker.Network;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>ListGroups: the groups that this broker coordinates, those included of which only offsets are left. Clients ask every broker.</summary>
internal sealed class ListGroupsHandler(GroupDirectory groups) : ReplyHandler<ListGroupsRequest, ListGroupsResponse>(0, 5)
{
    protected override ValueTask<ListGroupsResponse> HandleAsync(ListGroupsRequest request, RequestContext context)
    {
        var listed = groups.List()
            .Where(group => Passes(request.StatesFilter, group.State) && Passes(request.TypesFilter, group.TypeName))
            .Select(group => new ListGroupsResponse.Group
            {
                GroupId = group.GroupId,
                ProtocolType = group.ProtocolType,
                GroupState = group.State,
                GroupType = group.TypeName,
            });
        return ValueTask.FromResult(new ListGroupsResponse { Groups = [.. listed] });
    }

    private static bool Passes(List<string> filter, string value) =>
        filter.Count == 0 || filter.Contains(value, StringComparer.OrdinalIgnoreCase);
}
