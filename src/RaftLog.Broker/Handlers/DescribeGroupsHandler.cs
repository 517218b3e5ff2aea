using RaftLog.Broker.Groups;
using RaftLog.Broker.Network;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>DescribeGroups: state and members of groups of the classic protocol. Any other group is Dead, and from version 6 an error too.</summary>
internal sealed class DescribeGroupsHandler(GroupDirectory groups) : ReplyHandler<DescribeGroupsRequest, DescribeGroupsResponse>(0, 6)
{
    private const short FirstVersionWithOperations = 3;
    private const short FirstVersionWithErrorOfUnknown = 6;

    protected override ValueTask<DescribeGroupsResponse> HandleAsync(DescribeGroupsRequest request, RequestContext context)
    {
        bool withOperations = context.Version >= FirstVersionWithOperations && request.IncludeAuthorizedOperations;
        return ValueTask.FromResult(new DescribeGroupsResponse
        {
            Groups = [.. request.Groups.Select(groupId => Describe(groupId, withOperations, context.Version))],
        });
    }

    private DescribeGroupsResponse.Group Describe(string groupId, bool withOperations, short version)
    {
        var error = groups.Find(groupId, out var group);
        if (error != ErrorCode.None)
        {
            return new DescribeGroupsResponse.Group { GroupId = groupId, ErrorCode = error };
        }

        if (group is not { Type: GroupType.Classic })
        {
            bool says = version >= FirstVersionWithErrorOfUnknown;
            return new DescribeGroupsResponse.Group
            {
                GroupId = groupId,
                GroupState = GroupDescription.Dead,
                ErrorCode = says ? ErrorCode.GroupIdNotFound : ErrorCode.None,
                ErrorMessage = !says ? null : group is null ? $"Group {groupId} not found." : $"Group {groupId} is not a classic group.",
            };
        }

        return new DescribeGroupsResponse.Group
        {
            GroupId = groupId,
            GroupState = group.State,
            ProtocolType = group.ProtocolType,
            ProtocolData = group.ProtocolName,
            Members = [.. group.Members.Select(Describe)],
            AuthorizedOperations = withOperations ? AuthorizedOperations.Group : AuthorizedOperations.NotAsked,
        };
    }

    private static DescribeGroupsResponse.Member Describe(MemberDescription member) => new()
    {
        MemberId = member.MemberId,
        GroupInstanceId = member.InstanceId,
        ClientId = member.ClientId,
        ClientHost = member.ClientHost,
        MemberMetadata = member.Metadata,
        MemberAssignment = member.Assignment,
    };
}
