namespace RaftLog.Broker.Groups;

/// <content>JoinGroup: newcomers, members that return, static members that replace themselves.</content>
internal sealed partial class ClassicGroup
{
    /// <summary>Takes a member in. Completes when the generation is formed, or at once with an error or the standing generation.</summary>
    public Task<JoinGroupResult> JoinAsync(JoinGroupCommand command, long now)
    {
        if (!AcceptsProtocols(command))
        {
            return RefuseAsync(ErrorCode.InconsistentGroupProtocol, command.MemberId);
        }

        if (command.MemberId.Length > 0)
        {
            return JoinWithIdAsync(command, now);
        }

        if (command.InstanceId is { } instanceId && _staticMembers.TryGetValue(instanceId, out var replaced))
        {
            return ReplaceStaticMemberAsync(command, _members[replaced], now);
        }

        if (_members.Count + _pendingMembers.Count >= _options.MaxGroupSize)
        {
            return RefuseAsync(ErrorCode.GroupMaxSizeReached, command.MemberId);
        }

        var memberId = _newMemberId(command.InstanceId ?? command.ClientId);
        if (command.RequiresKnownMember && command.InstanceId is null)
        {
            // KIP-394: a client that dies between retries must not leave a trail of members that nobody owns.
            _pendingMembers.Add(memberId, now + command.SessionTimeoutMs);
            return RefuseAsync(ErrorCode.MemberIdRequired, memberId);
        }

        return AdmitAsync(command, memberId, now);
    }

    private static Task<JoinGroupResult> RefuseAsync(ErrorCode error, string memberId) =>
        Task.FromResult(JoinGroupResult.Failed(error, memberId));

    private bool AcceptsProtocols(JoinGroupCommand command) =>
        command.ProtocolType.Length > 0
        && command.Protocols.Count > 0
        && (_members.Count == 0
            || (command.ProtocolType == ProtocolType
                && ProtocolVote.HasCommon(_members.Values.Where(member => !IsSelf(member, command)), command.Protocols)));

    // A member that comes back with other strategies is not measured against what it offered before.
    private static bool IsSelf(ClassicMember member, JoinGroupCommand command) =>
        member.Id == command.MemberId || (command.InstanceId is not null && member.InstanceId == command.InstanceId);

    private Task<JoinGroupResult> JoinWithIdAsync(JoinGroupCommand command, long now)
    {
        if (command.InstanceId is null && _pendingMembers.Remove(command.MemberId))
        {
            return AdmitAsync(command, command.MemberId, now);
        }

        var error = IdentifyMember(command.MemberId, command.InstanceId, out var member);
        if (error != ErrorCode.None)
        {
            return RefuseAsync(error, command.MemberId);
        }

        member!.HeardOf(now);
        return State switch
        {
            ClassicGroupState.PreparingRebalance => RejoinAsync(member, command, now),

            // The answer to its last JoinGroup was lost.
            ClassicGroupState.CompletingRebalance when member.Offers(command.Protocols) => Task.FromResult(StandingGeneration(member)),

            // A leader joins again when it saw topics change; a follower without changes only lost an answer.
            ClassicGroupState.Stable when member.Id != _leaderId && member.Offers(command.Protocols) => Task.FromResult(StandingGeneration(member)),
            _ => RejoinInNewRebalanceAsync(member, command, now),
        };
    }

    private Task<JoinGroupResult> AdmitAsync(JoinGroupCommand command, string memberId, long now)
    {
        var member = new ClassicMember(memberId, command.InstanceId, command);
        _protocolType = command.ProtocolType;
        _members.Add(memberId, member);
        if (command.InstanceId is { } instanceId)
        {
            _staticMembers[instanceId] = memberId;
        }

        member.HeardOf(now);
        if (State != ClassicGroupState.PreparingRebalance)
        {
            PrepareRebalance(now);
        }

        ExtendGrace(now);
        return AwaitGenerationAsync(member, now);
    }

    private Task<JoinGroupResult> RejoinAsync(ClassicMember member, JoinGroupCommand command, long now)
    {
        member.Update(command);
        return AwaitGenerationAsync(member, now);
    }

    private Task<JoinGroupResult> RejoinInNewRebalanceAsync(ClassicMember member, JoinGroupCommand command, long now)
    {
        PrepareRebalance(now);
        return RejoinAsync(member, command, now);
    }

    private Task<JoinGroupResult> AwaitGenerationAsync(ClassicMember member, long now)
    {
        // A client that sent the request twice listens to the newer one only.
        member.PendingJoin?.TrySetResult(JoinGroupResult.Failed(ErrorCode.RebalanceInProgress, member.Id));
        var waiting = new TaskCompletionSource<JoinGroupResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        member.PendingJoin = waiting;
        TryCompleteJoin(now);
        return waiting.Task;
    }

    // KIP-345: the same instance started anew. It takes over its predecessor's place, under a new id that fences the old process.
    private Task<JoinGroupResult> ReplaceStaticMemberAsync(JoinGroupCommand command, ClassicMember old, long now)
    {
        var oldLeader = _leaderId;
        var member = new ClassicMember(_newMemberId(command.InstanceId!), command.InstanceId, command)
        {
            Assignment = old.Assignment,
            HasSynced = old.HasSynced,
        };
        bool sameSubscription = _protocolName is { } protocol
            && ConsumerSubscription.SameTopics(old.MetadataFor(protocol), member.MetadataFor(protocol));

        old.FailPending(ErrorCode.FencedInstanceId);
        int position = _members.IndexOf(old.Id);
        _members.RemoveAt(position);
        _members.Insert(position, member.Id, member);
        _staticMembers[command.InstanceId!] = member.Id;
        if (_leaderId == old.Id)
        {
            _leaderId = member.Id;
        }

        member.HeardOf(now);
        if (State == ClassicGroupState.Stable && sameSubscription && ProtocolVote.Choose(_members.Values) == _protocolName)
        {
            return Task.FromResult(StandingGenerationForReplacement(member, oldLeader!, command.UnderstandsSkipAssignment));
        }

        return State == ClassicGroupState.PreparingRebalance ? AwaitGenerationAsync(member, now) : RejoinInNewRebalanceAsync(member, command, now);
    }

    private JoinGroupResult StandingGenerationForReplacement(ClassicMember member, string oldLeader, bool understandsSkipping)
    {
        var standing = StandingGeneration(member);
        if (member.Id != _leaderId)
        {
            return standing;
        }

        // An older client that heard that it leads would assign anew, and the others would not take part: tell it the leader's old id,
        // so that it acts as a follower (KIP-814).
        return understandsSkipping
            ? standing with { SkipAssignment = true }
            : standing with { LeaderId = oldLeader, Members = [] };
    }

    private JoinGroupResult StandingGeneration(ClassicMember member) => new()
    {
        Generation = Generation,
        ProtocolType = ProtocolType,
        ProtocolName = _protocolName,
        LeaderId = _leaderId!,
        MemberId = member.Id,
        Members = member.Id == _leaderId ? Roster() : [],
    };

    private List<JoinedMember> Roster()
    {
        var roster = new List<JoinedMember>(_members.Count);
        foreach (var member in _members.Values)
        {
            roster.Add(new JoinedMember(member.Id, member.InstanceId, member.MetadataFor(_protocolName!)));
        }

        return roster;
    }
}
