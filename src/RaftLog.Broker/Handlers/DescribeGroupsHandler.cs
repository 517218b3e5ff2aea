using RaftLog.Broker.Groups;
using RaftLog.Broker.Network;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>DescribeGroups: state and members. An unknown group is Dead, not an error.</summary>
internal sealed class DescribeGroupsHandler(GroupDirectory groups) : ReplyHandler<DescribeGroupsRequest, DescribeGroupsResponse>(0, 5)
{
    protected override ValueTask<DescribeGroupsResponse> HandleAsync(DescribeGroupsRequest request, RequestContext context) =>
        ValueTask.FromResult(new DescribeGroupsResponse { Groups = [.. request.Groups.Select(Describe)] });

    private DescribeGroupsResponse.Group Describe(string groupId)
    {
        var error = groups.Find(groupId, out var group);
        if (error != ErrorCode.None)
        {
            return new DescribeGroupsResponse.Group { GroupId = groupId, ErrorCode = error };
        }

        return new DescribeGroupsResponse.Group
        {
            GroupId = groupId,
            GroupState = (group?.State ?? ConsumerGroupState.Dead).ToString(),
            ProtocolType = group?.ProtocolType ?? "",
            ProtocolData = group?.ProtocolName ?? "",
            Members = group is null ? [] : [.. group.Members.Select(Describe)],
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
