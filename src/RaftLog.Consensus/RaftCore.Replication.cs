using RaftLog.Model;

namespace RaftLog.Consensus;

// What a leader sends: pipelined appends within each follower's window (thesis §10.2.1), in parallel with its own flush.
public sealed partial class RaftCore
{
    private bool _isNoticeDue;

    /// <summary>Messages to a broker were dropped: what is in flight to it may be lost, so its replicas are probed again.</summary>
    public void ReportUnreachable(BrokerId broker)
    {
        EndRest();
        foreach (var progress in _progress.Replicas)
        {
            if (progress.Id.Broker == broker && progress.State == ProgressState.Replicate && !progress.Id.Matches(Self))
            {
                progress.BecomeProbe();
                _isDirty = true;
            }
        }
    }

    /// <summary>Whether a follower that is sent appends has not been told of all that is committed and that it was sent.</summary>
    public bool OwesCommitNotice
    {
        get
        {
            if (Role == RaftRole.Leader)
            {
                foreach (var progress in _progress.Replicas)
                {
                    if (!progress.Id.Matches(Self) && progress.State == ProgressState.Replicate && OwesCommitNoticeTo(progress))
                    {
                        return true;
                    }
                }
            }

            return false;
        }
    }

    /// <summary>
    /// Has followers told of the commit index with the next <see cref="CollectMessages"/>, by an empty append where no other goes out; for hosts that
    /// turned <see cref="RaftOptions.NotifyCommitAtOnce"/> off.
    /// </summary>
    public void NotifyCommit()
    {
        if (OwesCommitNotice)
        {
            _isNoticeDue = true;
            _isDirty = true;
        }
    }

    private void Replicate(List<SnapshotOffer> offers)
    {
        foreach (var progress in _progress.Replicas)
        {
            if (progress.Id.Matches(Self))
            {
                continue;
            }

            // Ends: every round raises Next, fills the window or marks the probe as sent.
            while (!progress.IsPaused && IsAppendDue(progress) && TrySendAppend(progress, offers))
            {
            }

            if (progress.State == ProgressState.Replicate)
            {
                SendEmptyAppendIfDue(progress, offers);
            }
        }

        _isNoticeDue = false;
    }

    /// <summary>A probe goes out even when empty: its answer tells where the follower stands.</summary>
    private bool IsAppendDue(ReplicaProgress progress) =>
        progress.State == ProgressState.Probe || progress.Next <= _outline.LastIndex;

    /// <summary>False when the follower needs a snapshot instead.</summary>
    private bool TrySendAppend(ReplicaProgress progress, List<SnapshotOffer> offers)
    {
        var last = progress.Next.Previous();
        if (last < _outline.FirstIndex.Previous())
        {
            OfferSnapshot(progress, atLeast: _outline.FirstIndex.Previous(), offers);
            return false;
        }

        long bytes = 0;
        if (progress.Next <= _outline.LastIndex)
        {
            last = Min(_log.LastIndexWithin(progress.Next, _options.MaxAppendBytes, out bytes), _outline.LastIndex);
            if (last < progress.Next)
            {
                OfferSnapshot(progress, atLeast: progress.Next, offers);
                return false;
            }
        }

        SendAppend(progress, last, isNotice: false);
        progress.Sent(last, bytes);
        return true;
    }

    private void SendEmptyAppendIfDue(ReplicaProgress progress, List<SnapshotOffer> offers)
    {
        if (progress.Next < _outline.FirstIndex)
        {
            // The log was cut while the window was full. What is in flight may still be acknowledged; if it was lost, nothing short of a
            // snapshot helps any more.
            if (progress.NeedsCheck)
            {
                OfferSnapshot(progress, _outline.FirstIndex.Previous(), offers);
            }
        }
        else if (progress.NeedsCheck)
        {
            // If what is in flight was lost, this is refused and the follower probed; with a full window nothing else would ever go out.
            progress.NeedsCheck = false;
            SendAppend(progress, progress.Next.Previous(), isNotice: false);
        }
        else if ((_options.NotifyCommitAtOnce || _isNoticeDue) && OwesCommitNoticeTo(progress))
        {
            SendAppend(progress, progress.Next.Previous(), isNotice: true);
        }
    }

    private bool OwesCommitNoticeTo(ReplicaProgress progress) => progress.SentCommit < Min(_commitIndex, progress.Next.Previous());

    private void SendAppend(ReplicaProgress progress, LogIndex last, bool isNotice)
    {
        var previous = progress.Next.Previous();
        Invariant.Require(last >= previous);
        var previousTerm = _outline.TermAt(previous);
        Invariant.Require(previousTerm is not null);
        progress.SentCommit = Max(progress.SentCommit, Min(_commitIndex, last));
        Send(Message(RaftMessageKind.AppendRequest, progress.Id) with
        {
            Index = previous,
            LogTerm = previousTerm.Value,
            LastIndex = last,
            Commit = _commitIndex,
            IsNotice = isNotice,
        });
    }
}
