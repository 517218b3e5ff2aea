namespace RaftLog.Broker.Groups;

/// <content>SyncGroup: the leader hands in the assignments, everyone fetches its own.</content>
internal sealed partial class ClassicGroup
{
    /// <summary>Completes when the leader has assigned, or at once with an error.</summary>
    public Task<SyncGroupResult> SyncAsync(SyncGroupCommand command, long now)
    {
        var error = Identify(command.Member, out var member);
        if (error == ErrorCode.None && !AgreesOnProtocol(command))
        {
            error = ErrorCode.InconsistentGroupProtocol;
        }

        if (error == ErrorCode.None && State == ClassicGroupState.PreparingRebalance)
        {
            error = ErrorCode.RebalanceInProgress;
        }

        if (error != ErrorCode.None)
        {
            return Task.FromResult(SyncGroupResult.Failed(error));
        }

        member!.HeardOf(now);
        member.HasSynced = true;
        if (State == ClassicGroupState.Stable)
        {
            return Task.FromResult(AssignmentOf(member));
        }

        Invariant.Require(State == ClassicGroupState.CompletingRebalance);
        member.PendingSync?.TrySetResult(SyncGroupResult.Failed(ErrorCode.RebalanceInProgress));
        var waiting = new TaskCompletionSource<SyncGroupResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        member.PendingSync = waiting;
        if (member.Id == _leaderId)
        {
            Assign(command.Assignments, now);
        }

        return waiting.Task;
    }

    private bool AgreesOnProtocol(SyncGroupCommand command) =>
        (command.ProtocolType is null || command.ProtocolType == ProtocolType)
        && (command.ProtocolName is null || command.ProtocolName == _protocolName);

    // Members that the leader left out get nothing; names that nobody bears are dropped.
    private void Assign(IReadOnlyList<KeyValuePair<string, byte[]>> assignments, long now)
    {
        State = ClassicGroupState.Stable;
        foreach (var member in _members.Values)
        {
            member.Assignment = [];
        }

        foreach (var (memberId, assignment) in assignments)
        {
            if (_members.TryGetValue(memberId, out var member))
            {
                member.Assignment = assignment;
            }
        }

        foreach (var member in _members.Values)
        {
            if (member.PendingSync is { } waiting)
            {
                member.PendingSync = null;
                member.HeardOf(now);
                waiting.TrySetResult(AssignmentOf(member));
            }
        }
    }

    private SyncGroupResult AssignmentOf(ClassicMember member) => new()
    {
        ProtocolType = ProtocolType,
        ProtocolName = _protocolName,
        Assignment = member.Assignment,
    };
}
