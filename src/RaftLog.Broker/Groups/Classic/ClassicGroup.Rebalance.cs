namespace RaftLog.Broker.Groups;

/// <content>The way from one generation to the next.</content>
internal sealed partial class ClassicGroup
{
    // While PreparingRebalance: not formed before the first even if all have joined, not kept waiting beyond the second.
    // _earliestFormation <= _latestFormation
    private long _earliestFormation;
    private long _latestFormation;

    private bool _isFirstFormation;

    // After formation: when members that have not sent SyncGroup are put out.
    private long _syncDeadline;

    private int RebalanceTimeoutMs => _members.Count == 0 ? 0 : _members.Values.Max(member => member.RebalanceTimeoutMs);

    private bool AllJoined => _pendingMembers.Count == 0 && _members.Values.All(member => member.PendingJoin is not null);

    private void PrepareRebalance(long now)
    {
        if (State == ClassicGroupState.CompletingRebalance)
        {
            AbandonAssignment();
        }

        _isFirstFormation = State == ClassicGroupState.Empty;
        State = ClassicGroupState.PreparingRebalance;
        _earliestFormation = now;
        _latestFormation = now + RebalanceTimeoutMs;
    }

    // Every newcomer to an empty group starts the wait for further ones anew, but never beyond the rebalance timeout.
    private void ExtendGrace(long now)
    {
        if (_isFirstFormation)
        {
            _earliestFormation = Math.Min(now + (long)_options.InitialRebalanceDelay.TotalMilliseconds, _latestFormation);
        }
    }

    private void TryCompleteJoin(long now)
    {
        if (State != ClassicGroupState.PreparingRebalance)
        {
            return;
        }

        if (now >= _latestFormation || (now >= _earliestFormation && AllJoined))
        {
            CompleteJoin(now);
        }
    }

    private void CompleteJoin(long now)
    {
        PutOutSilentDynamicMembers();
        if (_members.Count == 0)
        {
            BecomeEmpty(now);
            return;
        }

        if (_members.Values.All(member => member.PendingJoin is null))
        {
            // Only silent static members are left; they keep their places until their sessions end.
            _latestFormation = now + RebalanceTimeoutMs;
            return;
        }

        FormGeneration(now);
    }

    private void BecomeEmpty(long now)
    {
        _generation++;
        State = ClassicGroupState.Empty;
        _protocolName = null;
        _leaderId = null;
        EmptySince = now;
    }

    private void FormGeneration(long now)
    {
        _generation++;
        State = ClassicGroupState.CompletingRebalance;
        _protocolName = ProtocolVote.Choose(_members.Values);
        _syncDeadline = now + RebalanceTimeoutMs;
        if (_leaderId is null || !_members.TryGetValue(_leaderId, out var leader) || leader.PendingJoin is null)
        {
            _leaderId = _members.Values.First(member => member.PendingJoin is not null).Id;
        }

        foreach (var member in _members.Values)
        {
            // A silent static member is not expected to sync: it takes its assignment when it returns.
            member.HasSynced = member.PendingJoin is null;
            if (member.PendingJoin is { } waiting)
            {
                member.PendingJoin = null;
                member.HeardOf(now);
                waiting.TrySetResult(StandingGeneration(member));
            }
        }
    }

    private void PutOutSilentDynamicMembers()
    {
        for (int i = _members.Count - 1; i >= 0; i--)
        {
            var member = _members.GetAt(i).Value;
            if (member.PendingJoin is null && member.InstanceId is null)
            {
                _members.RemoveAt(i);
            }
        }
    }

    private void AbandonAssignment()
    {
        foreach (var member in _members.Values)
        {
            member.Assignment = [];
            var waiting = member.PendingSync;
            member.PendingSync = null;
            waiting?.TrySetResult(SyncGroupResult.Failed(ErrorCode.RebalanceInProgress));
        }
    }
}
