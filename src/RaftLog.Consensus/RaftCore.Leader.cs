using RaftLog.Model;

namespace RaftLog.Consensus;

// A leader's duties: its entries, its heartbeats, its quorum, the commit rule (Raft §5.3, §5.4.2, thesis §6.2).
public sealed partial class RaftCore
{
    private readonly ProgressTable _progress;
    private readonly UncommittedWindow _uncommitted;

    // The first entry of our own term. Until it is committed we do not know what else is (Raft §8).
    private LogIndex _termStart;
    private long _heartbeatDeadlineMs;
    private long _quorumDeadlineMs;

    /// <summary>
    /// Proposes an entry. It gets an index at once, is written with the next <see cref="CollectWrites"/> and is committed when <see
    /// cref="CommitIndex"/> reaches it in the same term.
    /// </summary>
    /// <param name="payload">Comes back in <see cref="LogAppend.Payload"/>.</param>
    /// <param name="kind">What the entry holds; data or command.</param>
    /// <param name="bytes">Its size in the log.</param>
    public ProposeOutcome Propose(object? payload, EntryKind kind, int bytes)
    {
        Invariant.Require(kind is EntryKind.Data or EntryKind.Command);
        Invariant.Require(bytes >= 0);
        if (Role != RaftRole.Leader)
        {
            return Refused(ProposeStatus.NotLeader);
        }

        if (TransferTarget.IsSome)
        {
            return Refused(ProposeStatus.TransferInProgress);
        }

        if (!_uncommitted.HasRoom(bytes))
        {
            return Refused(ProposeStatus.Full);
        }

        var index = AppendOwn(kind, payload, configuration: null);
        _uncommitted.Add(index, bytes);
        return new ProposeOutcome(ProposeStatus.Accepted, index, _term);
    }

    private ProposeOutcome Refused(ProposeStatus status) => new(status, LogIndex.Zero, _term);

    private void BecomeLeader()
    {
        Invariant.Require(Role == RaftRole.Candidate);
        Invariant.Require(_isHardStatePersisted);
        Role = RaftRole.Leader;
        _leader = Self;
        _isDirty = true;
        _progress.Clear();
        ConfigureProgress();
        _rounds.Clear();
        _uncommitted.Clear();
        _isLeaseVoid = false;
        TransferTarget = ReplicaId.None;
        _transferDeadlineMs = long.MaxValue;
        _heartbeatDeadlineMs = _nowMs + _options.HeartbeatIntervalMs;
        _quorumDeadlineMs = _nowMs + _options.ElectionTimeoutMinMs;

        // Raft §5.4.2, §8: entries of earlier terms are committed only with one of this term, so one is made at once.
        _termStart = AppendOwn(EntryKind.NoOp, payload: null, configuration: null);
        PinDirectories(_votes.PinGranted(Configuration));
        AcknowledgeOwn();
    }

    private void LeaveLeadership()
    {
        _progress.Clear();
        _uncommitted.Clear();
        _rounds.Clear();
        _reads.Fail(_readStates);
        TransferTarget = ReplicaId.None;
        _transferDeadlineMs = long.MaxValue;
    }

    private LogIndex AppendOwn(EntryKind kind, object? payload, GroupConfiguration? configuration)
    {
        EndRest();
        AppendToOutline(_term, configuration);
        var index = _outline.LastIndex;
        _appends.Add(new LogAppend(index, index, _term, kind, payload, configuration));
        _isDirty = true;
        return index;
    }

    private void TickAsLeader(long sinceLastMs)
    {
        if (sinceLastMs >= _options.ElectionTimeoutMinMs / 2)
        {
            // We were paused, not they silent: their answers may be waiting behind this tick.
            _quorumDeadlineMs = Math.Max(_quorumDeadlineMs, _nowMs + _options.ElectionTimeoutMinMs);
        }

        if (_nowMs >= _transferDeadlineMs)
        {
            AbandonTransfer();
        }

        if (_nowMs >= _quorumDeadlineMs)
        {
            _quorumDeadlineMs = _nowMs + _options.ElectionTimeoutMinMs;
            if (!_progress.HearsMajority(Configuration, _nowMs))
            {
                // Thesis §6.2: whoever hears no majority may have been replaced, and keeps its clients waiting for nothing.
                BecomeFollower(_term, ReplicaId.None);
                return;
            }
        }

        if (_nowMs >= _heartbeatDeadlineMs)
        {
            _heartbeatDeadlineMs = NextHeartbeatMs();
            BroadcastHeartbeat();
        }
    }

    private void BroadcastHeartbeat()
    {
        long round = _rounds.Begin(_nowMs);
        foreach (var progress in _progress.Replicas)
        {
            if (progress.Id.Matches(Self))
            {
                progress.AnsweredRound = round;
                continue;
            }

            var commit = Min(progress.Match, _commitIndex);
            progress.SentAtHeartbeat = progress.Next.Previous();
            progress.SentCommit = Max(progress.SentCommit, commit);
            Send(Message(RaftMessageKind.HeartbeatRequest, progress.Id) with { Commit = commit, Context = round });
        }

        ConfirmRound();
    }

    private void TakeHeartbeatResponse(in RaftMessage response)
    {
        if (Role != RaftRole.Leader || FindHeard(response.From) is not { } progress)
        {
            return;
        }

        progress.IsProbeSent = false;
        if (progress.State == ProgressState.Replicate)
        {
            if (response.Index < progress.Match)
            {
                // It restarted and knows no more what it has in common with us.
                progress.BecomeProbe();
                EndRest();
            }
            else
            {
                // Either it has not seen what was sent before the heartbeat, which then was dropped or overtaken; or it is idle with
                // something
                // in flight, and the acknowledgement may be what was dropped. A busy follower shows that by itself.
                bool isOverdue = response.Index < progress.SentAtHeartbeat || !progress.HasSentSinceHeartbeat;
                progress.NeedsCheck = isOverdue && progress.Match < progress.Next.Previous();
            }
        }

        progress.HasSentSinceHeartbeat = false;
        if (response.Context > progress.AnsweredRound && response.Context <= _rounds.Current)
        {
            progress.AnsweredRound = response.Context;
            ConfirmRound();
        }

        HandOverIfCaughtUp(progress);
    }

    private void TakeAppendResponse(in RaftMessage response)
    {
        if (Role != RaftRole.Leader || FindHeard(response.From) is not { } progress)
        {
            return;
        }

        if (response.Reject)
        {
            // Our own end of the hint: the last place where we have a term that the follower can have there.
            var hint = _outline.LastIndexOfTermAtMost(response.LastIndex, response.LogTerm);
            if (progress.Refuse(response.Index, hint))
            {
                EndRest();
            }
        }
        else if (response.Index <= _outline.LastIndex)
        {
            Acknowledged(progress, response.Index);
        }
    }

    private void Acknowledged(ReplicaProgress progress, LogIndex index)
    {
        bool isNews = progress.Acknowledge(index);
        if (progress.State == ProgressState.Probe && (isNews || index == progress.Match))
        {
            progress.BecomeReplicate();
        }
        else if (progress.State == ProgressState.Snapshot && isNews && index >= progress.PendingSnapshot)
        {
            progress.BecomeReplicate();
        }

        if (isNews)
        {
            AdvanceCommit();
            if (Role == RaftRole.Leader)
            {
                HandOverIfCaughtUp(progress);
            }
        }
    }

    /// <summary>The progress of a member that was just heard; null for anybody else, whose word does not count.</summary>
    private ReplicaProgress? FindHeard(ReplicaId from)
    {
        if (_progress.Find(from) is not { } progress)
        {
            return null;
        }

        progress.HeardAtMs = _nowMs;
        PinDirectories(Configuration.Pin(from));
        return progress;
    }

    private void AcknowledgeOwn()
    {
        if (_progress.Own is { } own && own.Acknowledge(_persistedIndex))
        {
            AdvanceCommit();
        }
    }

    private void AdvanceCommit()
    {
        var majority = _progress.MajorityMatch(Configuration);

        // Raft §5.4.2, figure 8: an entry of an older term is never committed by counting replicas; it commits with the first entry of
        // our own term. Dropping this check loses acknowledged records.
        if (majority >= _termStart && CommitTo(majority))
        {
            Invariant.Require(_outline.TermAt(majority) == _term);
            _uncommitted.Committed(_commitIndex);
            ConfigurationMayBeCommitted();
        }
    }
}
