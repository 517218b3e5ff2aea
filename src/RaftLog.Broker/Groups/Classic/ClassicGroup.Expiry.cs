namespace RaftLog.Broker.Groups;

/// <content>What happens because time passes.</content>
internal sealed partial class ClassicGroup
{
    /// <inheritdoc/>
    public override long NextDeadline
    {
        get
        {
            long next = State switch
            {
                ClassicGroupState.Empty when !HasMembers => EmptySince + (long)_options.EmptyGroupRetention.TotalMilliseconds,
                ClassicGroupState.PreparingRebalance => AllJoined ? _earliestFormation : _latestFormation,
                _ => long.MaxValue,
            };

            foreach (var member in _members.Values)
            {
                next = Math.Min(next, member.IsWaiting ? long.MaxValue : member.SessionDeadline);
                next = Math.Min(next, AwaitsSync(member) ? _syncDeadline : long.MaxValue);
            }

            foreach (long lapse in _pendingMembers.Values)
            {
                next = Math.Min(next, lapse);
            }

            return next;
        }
    }

    /// <summary>Puts out who was silent too long and forms the generation if its time has come. Returns the ids put out.</summary>
    public override IReadOnlyList<string> Tick(long now)
    {
        List<string>? expired = null;
        foreach (var (memberId, lapse) in _pendingMembers)
        {
            if (lapse <= now)
            {
                // Removing while enumerating is allowed for this type.
                _pendingMembers.Remove(memberId);
            }
        }

        foreach (var member in _members.Values.ToArray())
        {
            // Removing one member may form a generation without those still ahead in this round.
            if (IsOverdue(member, now) && _members.ContainsKey(member.Id))
            {
                (expired ??= []).Add(member.Id);
                Remove(member, now);
            }
        }

        TryCompleteJoin(now);
        if (State == ClassicGroupState.Empty
            && !HasMembers
            && now >= EmptySince + (long)_options.EmptyGroupRetention.TotalMilliseconds)
        {
            Die(ErrorCode.UnknownMemberId);
        }

        return expired ?? [];
    }

    private bool IsOverdue(ClassicMember member, long now) =>
        (!member.IsWaiting && member.SessionDeadline <= now) || (AwaitsSync(member) && _syncDeadline <= now);

    private bool AwaitsSync(ClassicMember member) =>
        !member.HasSynced && State is ClassicGroupState.CompletingRebalance or ClassicGroupState.Stable;
}
