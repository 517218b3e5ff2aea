namespace RaftLog.Broker.Groups;

/// <content>Leaving.</content>
internal sealed partial class ConsumerGroup
{
    /// <summary>Lets a member go that says so itself: for good, or (a static one) to come back within its session.</summary>
    public ConsumerHeartbeatResult Leave(ConsumerHeartbeat heartbeat, long now)
    {
        if (heartbeat.InstanceId is { } instanceId && _staticMembers.TryGetValue(instanceId, out var holder) && holder != heartbeat.MemberId)
        {
            return Fenced(instanceId);
        }

        if (!_members.TryGetValue(heartbeat.MemberId, out var member))
        {
            return ConsumerHeartbeatResult.Unknown(heartbeat.MemberId);
        }

        if (heartbeat.Epoch == ConsumerMember.AwayEpoch)
        {
            // What it holds waits for it.
            Move(member, member.Place with { Epoch = ConsumerMember.AwayEpoch });
            member.RevocationDeadline = ConsumerMember.Never;
        }
        else
        {
            Remove(member, now);
            Retarget();
        }

        return new ConsumerHeartbeatResult { MemberId = heartbeat.MemberId, Epoch = heartbeat.Epoch };
    }

    /// <summary>Lets a member go that an administrator removes.</summary>
    /// <inheritdoc/>
    public override ErrorCode Leave(string memberId, string? instanceId, long now)
    {
        if (instanceId is not null)
        {
            if (!_staticMembers.TryGetValue(instanceId, out var holder))
            {
                return ErrorCode.UnknownMemberId;
            }

            if (memberId.Length > 0 && memberId != holder)
            {
                return ErrorCode.FencedInstanceId;
            }

            memberId = holder;
        }

        if (!_members.TryGetValue(memberId, out var member))
        {
            return ErrorCode.UnknownMemberId;
        }

        Remove(member, now);
        Retarget();
        return ErrorCode.None;
    }
}
