using RaftLog.Broker.Groups;
using RaftLog.Broker.Network;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>SyncGroup: answers when the leader has assigned.</summary>
internal sealed class SyncGroupHandler(GroupCoordinator groups) : ReplyHandler<SyncGroupRequest, SyncGroupResponse>(0, 5)
{
    protected override async ValueTask<SyncGroupResponse> HandleAsync(SyncGroupRequest request, RequestContext context)
    {
        var result = await groups.SyncAsync(new SyncGroupCommand
        {
            Member = new MemberClaim(request.GroupId, request.GenerationId, request.MemberId, request.GroupInstanceId),
            ProtocolType = request.ProtocolType,
            ProtocolName = request.ProtocolName,
            Assignments = [.. request.Assignments.Select(member => KeyValuePair.Create(member.MemberId, member.Assignment))],
        });
        return new SyncGroupResponse
        {
            ErrorCode = result.Error,
            ProtocolType = result.ProtocolType,
            ProtocolName = result.ProtocolName,
            Assignment = result.Assignment,
        };
    }
}
