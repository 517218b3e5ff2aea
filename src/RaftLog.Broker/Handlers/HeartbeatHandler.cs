using RaftLog.Broker.Groups;
using RaftLog.Broker.Network;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>Heartbeat: keeps a member's session, and tells it of rebalances.</summary>
internal sealed class HeartbeatHandler(GroupCoordinator groups) : ReplyHandler<HeartbeatRequest, HeartbeatResponse>(0, 4)
{
    protected override ValueTask<HeartbeatResponse> HandleAsync(HeartbeatRequest request, RequestContext context) =>
        ValueTask.FromResult(new HeartbeatResponse
        {
            ErrorCode = groups.Heartbeat(
                new MemberClaim(request.GroupId, request.GenerationId, request.MemberId, request.GroupInstanceId)),
        });
}
