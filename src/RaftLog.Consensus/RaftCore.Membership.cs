using RaftLog.Model;

namespace RaftLog.Consensus;

// Membership: joint consensus (thesis §4.3), one change at a time, and the pinning of directories (KIP-853).
public sealed partial class RaftCore
{
    /// <summary>
    /// Proposes to change the members of the group to <paramref name="target"/>, which is not joint itself. Where more than one voter comes
    /// or
    /// goes the core enters a joint configuration and leaves it by itself. A broker without a directory keeps the one that the group knows.
    /// </summary>
    public ProposeOutcome ProposeConfiguration(GroupConfiguration target)
    {
        if (Role != RaftRole.Leader)
        {
            return Refused(ProposeStatus.NotLeader);
        }

        if (TransferTarget.IsSome)
        {
            return Refused(ProposeStatus.TransferInProgress);
        }

        // An entry of our own term must be committed first, or two leaders could change the same configuration in ways that do not
        // overlap (the flaw that was found in the thesis' single-server change in 2015).
        if (!IsEstablishedLeader || Configuration.IsJoint || _configurations.ActiveIndex > _commitIndex)
        {
            return Refused(ProposeStatus.ConfigurationPending);
        }

        if (ConfigurationChange.Enter(Configuration, target) is not { } next)
        {
            return Refused(ProposeStatus.ConfigurationInvalid);
        }

        return new ProposeOutcome(ProposeStatus.Accepted, AppendConfiguration(next), _term);
    }

    private LogIndex AppendConfiguration(GroupConfiguration configuration)
    {
        var index = AppendOwn(EntryKind.Configuration, payload: null, configuration);
        ConfigureProgress();

        // Fewer voters, or a leader that does not count itself any more, may need less than before.
        AdvanceCommit();
        return index;
    }

    // New replicas are probed at the end: their answer tells where they really are.
    private void ConfigureProgress()
    {
        _progress.Configure(Configuration, _outline.LastIndex.Next(), _nowMs);
        if (_progress.Own is { } own)
        {
            own.Acknowledge(_persistedIndex);
            own.AnsweredRound = _rounds.Current;
        }
    }

    /// <summary>
    /// Writes down which directory a broker's replica lives in, as soon as that is known: from then on an empty disk in the same broker is
    /// a
    /// stranger. A leader does so before it counts the first acknowledgement of that replica, and for those who elected it right
    /// behind its no-op. Broker by broker the majorities stay the same, so this needs neither a joint configuration nor
    /// the commit of the one before.
    /// </summary>
    private void PinDirectories(GroupConfiguration pinned)
    {
        if (!ReferenceEquals(pinned, Configuration))
        {
            AppendConfiguration(pinned);
        }
    }

    private void ConfigurationMayBeCommitted()
    {
        if (_commitIndex < _configurations.ActiveIndex)
        {
            return;
        }

        if (Configuration.IsJoint)
        {
            AppendConfiguration(ConfigurationChange.Leave(Configuration));
        }
        else if (!Configuration.IsVoter(Self))
        {
            StepDownAsRemoved();
        }
    }

    /// <summary>
    /// Thesis §4.2.2: a leader that is not a voter any more leads until that is committed. The one who is ahead is told to take over at
    /// once.
    /// </summary>
    private void StepDownAsRemoved()
    {
        ReplicaProgress? successor = null;
        foreach (var progress in _progress.Replicas)
        {
            if (Configuration.IsVoter(progress.Id) && (successor is null || progress.Match > successor.Match))
            {
                successor = progress;
            }
        }

        if (successor is not null)
        {
            Send(Message(RaftMessageKind.TimeoutNow, successor.Id));
        }

        BecomeFollower(_term, ReplicaId.None);
    }
}
