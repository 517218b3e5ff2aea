using RaftLog.Broker.Groups;
using RaftLog.Broker.Network;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>LeaveGroup: of the sender itself, or (from version 3) of several members at once.</summary>
internal sealed class LeaveGroupHandler(GroupCoordinator groups) : ReplyHandler<LeaveGroupRequest, LeaveGroupResponse>(0, 5)
{
    private const short FirstVersionWithLists = 3;

    protected override ValueTask<LeaveGroupResponse> HandleAsync(LeaveGroupRequest request, RequestContext context)
    {
        if (context.Version < FirstVersionWithLists)
        {
            return ValueTask.FromResult(new LeaveGroupResponse { ErrorCode = groups.Leave(request.GroupId, request.MemberId, instanceId: null) });
        }

        // What concerns the whole group stands above the members.
        var error = groups.Check(request.GroupId);
        if (error != ErrorCode.None)
        {
            return ValueTask.FromResult(new LeaveGroupResponse { ErrorCode = error });
        }

        return ValueTask.FromResult(new LeaveGroupResponse
        {
            Members =
            [
                .. request.Members.Select(member => new LeaveGroupResponse.Member
                {
                    MemberId = member.MemberId,
                    GroupInstanceId = member.GroupInstanceId,
                    ErrorCode = groups.Leave(request.GroupId, member.MemberId, member.GroupInstanceId),
                }),
            ],
        });
    }
}
