namespace RaftLog.Broker.Groups;

/// <content>LeaveGroup.</content>
internal sealed partial class ClassicGroup
{
    /// <summary>Lets one member go; the others rebalance at once.</summary>
    /// <inheritdoc/>
    public override ErrorCode Leave(string memberId, string? instanceId, long now)
    {
        if (instanceId is null && _pendingMembers.Remove(memberId))
        {
            TryCompleteJoin(now);
            return ErrorCode.None;
        }

        if (memberId.Length == 0 && instanceId is not null && _staticMembers.TryGetValue(instanceId, out var current))
        {
            memberId = current;
        }

        var error = IdentifyMember(memberId, instanceId, out var member);
        if (error == ErrorCode.None)
        {
            Remove(member!, now);
        }

        return error;
    }

    private void Remove(ClassicMember member, long now)
    {
        member.FailPending(ErrorCode.UnknownMemberId);
        _members.Remove(member.Id);
        if (member.InstanceId is { } instanceId)
        {
            _staticMembers.Remove(instanceId);
        }

        if (State is ClassicGroupState.Stable or ClassicGroupState.CompletingRebalance)
        {
            PrepareRebalance(now);
        }

        TryCompleteJoin(now);
    }
}
