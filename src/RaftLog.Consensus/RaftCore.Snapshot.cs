using RaftLog.Model;

namespace RaftLog.Consensus;

// Snapshots (Raft §7): who needs one, and what becomes of the log. Making and shipping them is the host's.
public sealed partial class RaftCore
{
    /// <summary>
    /// The shipping of a snapshot has ended; every <see cref="SnapshotOffer"/> ends so. Succeeded includes that the follower did not
    /// need it. A failed one is offered again after the follower's next sign of life.
    /// </summary>
    /// <param name="to">The follower.</param>
    /// <param name="succeeded">Whether it has now what it needs.</param>
    /// <param name="upTo">The last entry that it has with it, where that is more than was offered.</param>
    public void ReportSnapshot(ReplicaId to, bool succeeded, LogIndex upTo = default)
    {
        if (_progress.Find(to) is not { State: ProgressState.Snapshot } progress)
        {
            return;
        }

        if (succeeded)
        {
            Invariant.Require(upTo <= _outline.LastIndex);
            progress.SnapshotShipped(upTo);
        }
        else
        {
            progress.SnapshotFailed();
        }

        _isDirty = true;
    }

    /// <summary>
    /// Whether a snapshot of this index is news to this replica: not if it leads, has committed as much, or has this very entry. Asked
    /// before the host replaces its log, in the same turn as <see cref="RestoreSnapshot"/>.
    /// </summary>
    public bool NeedsSnapshot(LogIndex index, Term term) =>
        Role != RaftRole.Leader && index > _commitIndex && !_outline.Has(index, term);

    /// <summary>
    /// The host has replaced its log by a snapshot, durably: the log is empty and starts behind <paramref name="index"/>. Legal only when
    /// <see cref="NeedsSnapshot"/> says so. Entries that were to be written by the next <see cref="CollectWrites"/> are dropped.
    /// </summary>
    /// <exception cref="InvariantViolationException">The snapshot would take something back.</exception>
    public void RestoreSnapshot(LogIndex index, Term term, GroupConfiguration configuration) => RestoreLog(new RaftLogState
    {
        FirstIndex = index.Next(),
        LastIndex = index,
        PrecedingTerm = term,
        Configurations = [new ConfigurationEntry(index, configuration)],
    });

    /// <summary>
    /// The host has replaced its log, durably, by the committed beginning of the leader's: all of it is committed, and it goes on behind its last
    /// entry. Legal only when <see cref="NeedsSnapshot"/> says so of that entry. Entries that were to be written by the next
    /// <see cref="CollectWrites"/> are dropped.
    /// </summary>
    /// <param name="log">The log as it is now; its hard state and commit index are not looked at.</param>
    /// <exception cref="InvariantViolationException">The log would take something back.</exception>
    public void RestoreLog(RaftLogState log)
    {
        var outline = new LogOutline(log.FirstIndex, log.LastIndex, log.PrecedingTerm, log.TermStarts);
        Invariant.Require(NeedsSnapshot(outline.LastIndex, outline.LastTerm));
        if (outline.LastTerm > _term)
        {
            BecomeFollower(outline.LastTerm, ReplicaId.None);
        }
        else if (Role != RaftRole.Follower)
        {
            BecomeFollower(_term, ReplicaId.None);
        }

        _appends.Clear();
        _outline = outline;
        _configurations = new ConfigurationHistory(log.Configurations);
        _persistedIndex = outline.LastIndex;
        _commitIndex = outline.LastIndex;

        // A snapshot holds what is committed, and so does the log of every leader from now on (leader completeness, Raft §5.4.3).
        _verifiedIndex = outline.LastIndex;
        _owesAcknowledgement = true;
        _isDirty = true;
    }

    /// <summary>The log now starts at <paramref name="firstIndex"/>, which is at most one behind the commit index.</summary>
    /// <exception cref="InvariantViolationException">Entries that are not committed were dropped.</exception>
    public void LogCompacted(LogIndex firstIndex)
    {
        Invariant.Require(firstIndex <= _commitIndex.Next());
        _outline.Compact(firstIndex);
        _configurations.Compact(firstIndex);
    }

    private void OfferSnapshot(ReplicaProgress progress, LogIndex atLeast, List<SnapshotOffer> offers)
    {
        if (!progress.IsHeard(_nowMs))
        {
            // Nothing is shipped to the dead. Its first answer shows that it lives and brings us here again.
            progress.BecomeProbe();
            progress.IsProbeSent = true;
            return;
        }

        progress.BecomeSnapshot(atLeast);
        offers.Add(new SnapshotOffer(progress.Id, _term, atLeast));
    }
}
