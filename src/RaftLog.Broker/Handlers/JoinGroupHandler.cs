using RaftLog.Broker.Groups;
using RaftLog.Broker.Network;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>JoinGroup: answers when the generation is formed.</summary>
internal sealed class JoinGroupHandler(GroupCoordinator groups) : ReplyHandler<JoinGroupRequest, JoinGroupResponse>(0, 9)
{
    private const short FirstVersionWithKnownMember = 4;
    private const short FirstVersionWithNullProtocol = 7;
    private const short FirstVersionWithSkipAssignment = 9;

    protected override async ValueTask<JoinGroupResponse> HandleAsync(JoinGroupRequest request, RequestContext context)
    {
        var result = await groups.JoinAsync(new JoinGroupCommand
        {
            GroupId = request.GroupId,
            MemberId = request.MemberId,
            InstanceId = request.GroupInstanceId,
            ClientId = context.ClientId,
            ClientHost = $"/{context.Connection.Host}",
            SessionTimeoutMs = request.SessionTimeoutMs,
            RebalanceTimeoutMs = request.RebalanceTimeoutMs > 0 ? request.RebalanceTimeoutMs : request.SessionTimeoutMs,
            ProtocolType = request.ProtocolType,
            Protocols = [.. request.Protocols.Select(protocol => new GroupProtocol(protocol.Name, protocol.Metadata))],
            RequiresKnownMember = context.Version >= FirstVersionWithKnownMember,
            UnderstandsSkipAssignment = context.Version >= FirstVersionWithSkipAssignment,
        });
        return new JoinGroupResponse
        {
            ErrorCode = result.Error,
            GenerationId = result.Generation,
            ProtocolType = result.ProtocolType,
            ProtocolName = result.ProtocolName ?? (context.Version >= FirstVersionWithNullProtocol ? null : ""),
            Leader = result.LeaderId,
            SkipAssignment = result.SkipAssignment,
            MemberId = result.MemberId,
            Members =
            [
                .. result.Members.Select(member => new JoinGroupResponse.Member
                {
                    MemberId = member.MemberId,
                    GroupInstanceId = member.InstanceId,
                    Metadata = member.Metadata,
                }),
            ],
        };
    }
}
