namespace RaftLog.Broker.Groups;

/// <content>LeaveGroup.</content>
internal sealed partial class ConsumerGroup
{
    /// <summary>Lets one member go; the others rebalance at once.</summary>
    /// <param name="memberId">The member, or empty to remove a static member by its name alone (as an administrator does).</param>
    /// <param name="instanceId">The static member's name, or null.</param>
    /// <param name="now">The present.</param>
    public ErrorCode Leave(string memberId, string? instanceId, long now)
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

    private void Remove(GroupMember member, long now)
    {
        member.FailPending(ErrorCode.UnknownMemberId);
        _members.Remove(member.Id);
        if (member.InstanceId is { } instanceId)
        {
            _staticMembers.Remove(instanceId);
        }

        if (State is ConsumerGroupState.Stable or ConsumerGroupState.CompletingRebalance)
        {
            PrepareRebalance(now);
        }

        TryCompleteJoin(now);
    }
}
