using RaftLog.Broker.Network;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>ListGroups: the groups that this broker coordinates, those included of which only offsets are left. Clients ask every broker.</summary>
internal sealed class ListGroupsHandler(GroupDirectory groups) : ReplyHandler<ListGroupsRequest, ListGroupsResponse>(0, 5)
{
    private const string Type = "classic";

    protected override ValueTask<ListGroupsResponse> HandleAsync(ListGroupsRequest request, RequestContext context)
    {
        var listed = groups.List()
            .Where(group => Passes(request.StatesFilter, group.State.ToString()) && Passes(request.TypesFilter, Type))
            .Select(group => new ListGroupsResponse.Group
            {
                GroupId = group.GroupId,
                ProtocolType = group.ProtocolType,
                GroupState = group.State.ToString(),
                GroupType = Type,
            });
        return ValueTask.FromResult(new ListGroupsResponse { Groups = [.. listed] });
    }

    private static bool Passes(List<string> filter, string value) =>
        filter.Count == 0 || filter.Contains(value, StringComparer.OrdinalIgnoreCase);
}
