using RaftLog.Model;

namespace RaftLog.Consensus;

// What comes out, and the completions of what the host wrote.
public sealed partial class RaftCore
{
    /// <summary>
    /// Whether <see cref="CollectWrites"/> and <see cref="CollectMessages"/> may have something to say. Never false when they do.
    /// </summary>
    public bool HasReady => _isDirty;

    /// <summary>First half of a turn: clears <paramref name="ready"/> and fills in what to write.</summary>
    public void CollectWrites(Ready ready)
    {
        ready.Clear();
        ready.Appends.AddRange(_appends);
        _appends.Clear();
        if (!_isHardStateCollected)
        {
            ready.HardState = new HardState(_term, _vote);
            _isHardStateCollected = true;
        }
    }

    /// <summary>
    /// Second half of a turn, when the writes are done: fills in messages, commit index, role, reads and snapshot offers. Appends are built
    /// here, so that all proposals of a turn travel together.
    /// </summary>
    public void CollectMessages(Ready ready)
    {
        Invariant.Require(_appends.Count == 0);
        if (Role == RaftRole.Leader)
        {
            BeginReadRound();
            Replicate(ready.SnapshotOffers);
        }
        else
        {
            AcknowledgeToLeader();
        }

        _outbox.MoveTo(ready.Messages);
        ready.ReadStates.AddRange(_readStates);
        _readStates.Clear();
        ReportCommitAndRole(ready);
        _isDirty = false;
    }

    /// <summary>
    /// The log is on stable storage up to this entry (inclusive). Ignored when the entry was truncated since. A flush that began before the
    /// host carried out a <see cref="LogAppend.TruncateFrom"/> must not be reported after it: the same entry may have been written anew.
    /// </summary>
    public void EntriesPersisted(LogIndex upTo, Term termAtUpTo)
    {
        if (upTo <= _persistedIndex || !_outline.Has(upTo, termAtUpTo))
        {
            return;
        }

        _persistedIndex = upTo;
        _isDirty = true;
        if (Role == RaftRole.Leader)
        {
            AcknowledgeOwn();
        }
        else
        {
            _owesAcknowledgement |= Min(_verifiedIndex, _persistedIndex) > _acknowledgedIndex;
        }
    }

    /// <summary>A hard state is on stable storage; ignored unless it is the current one, whose own report is still to come.</summary>
    public void HardStatePersisted(Term term, ReplicaId vote)
    {
        if (_isHardStatePersisted || term != _term || vote != _vote)
        {
            return;
        }

        _isHardStatePersisted = true;
        _isDirty = true;
        _outbox.ReleaseHeld();
        if (Role == RaftRole.Candidate)
        {
            CountVote(Self, isGranted: true);
        }
    }

    /// <summary>Sends what speaks for the current term and vote: at once, or as soon as they are flushed.</summary>
    private void Send(in RaftMessage message)
    {
        _isDirty = true;
        if (_isHardStatePersisted)
        {
            _outbox.Send(message);
        }
        else
        {
            _outbox.Hold(message);
        }
    }

    /// <summary>Sends what promises nothing.</summary>
    private void SendUnbound(in RaftMessage message)
    {
        _isDirty = true;
        _outbox.Send(message);
    }

    private void ReportCommitAndRole(Ready ready)
    {
        ready.CommitIndex = _commitIndex;
        ready.CommitAdvanced = _commitIndex > _reportedCommit;
        _reportedCommit = _commitIndex;

        var role = new RoleChange(Role, _term, _leader, IsEstablishedLeader, IsLearner);
        if (role != _reportedRole)
        {
            ready.RoleChange = role;
            _reportedRole = role;
        }
    }
}
