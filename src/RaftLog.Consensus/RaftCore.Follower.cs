using RaftLog.Model;

namespace RaftLog.Consensus;

// A follower's side of replication (Raft §5.3).
public sealed partial class RaftCore
{
    // The last index that was compared with the log of this term's leader. What lies behind may be another leader's leftover, so neither
    // acknowledgement nor commit goes beyond it. Grows within a term; 0 <= _verifiedIndex <= _outline.LastIndex.
    private LogIndex _verifiedIndex;

    // What the leader of this term was last told that we have on stable storage: at most _verifiedIndex and what was flushed then.
    private LogIndex _acknowledgedIndex;

    // Whether the leader is to be answered: more has been flushed, or an append came that brought nothing to flush. Not as soon as an
    // append is written: an answer before its flush would be about older entries and make the leader send the new ones again.
    private bool _owesAcknowledgement;

    /// <summary>Follows the sender of this term's append or heartbeat; false when that cannot be the leader.</summary>
    private bool FollowLeader(ReplicaId from)
    {
        // A term has one leader (Raft §5.2). A second one is a peer with a broken memory; the first is kept.
        if (Role == RaftRole.Leader || (_leader.IsSome && _leader != from))
        {
            return false;
        }

        if (Role != RaftRole.Follower || !_leader.IsSome)
        {
            BecomeFollower(_term, from);
        }
        else
        {
            HeardLeader();
        }

        return true;
    }

    private void HeardLeader()
    {
        _faithUntilMs = _nowMs + _options.ElectionTimeoutMinMs;
        _electionTimer.Calm(_nowMs);
    }

    private void TakeHeartbeat(in RaftMessage message)
    {
        if (!FollowLeader(message.From))
        {
            return;
        }

        CommitTo(Min(message.Commit, _verifiedIndex));
        Send(Message(RaftMessageKind.HeartbeatResponse, message.From) with
        {
            Index = _verifiedIndex,
            LastIndex = _outline.LastIndex,
            Context = message.Context,
        });
    }

    private void TakeAppend(in RaftMessage message)
    {
        if (!IsWellFormed(message) || !FollowLeader(message.From))
        {
            return;
        }

        // Before the log's first entry there is nothing to compare and nothing to doubt: all of it is committed.
        bool isMatching = message.Index < _outline.FirstIndex || _outline.Has(message.Index, message.LogTerm);
        if (!isMatching)
        {
            RefuseAppend(message);
            return;
        }

        int known = CountKnownEntries(message);
        if (known < message.Entries.Length)
        {
            // Only where Index is before our log, so that its term was not compared, can this be false.
            if (message.Entries.Span[known].Term < _outline.TermAt(message.Index + known))
            {
                return;
            }

            AppendEntries(message, known);
        }
        else
        {
            _owesAcknowledgement |= !message.IsNotice;
        }

        // Clamped to what this message has verified: the leader may have committed more, of which our log holds something else.
        _verifiedIndex = Max(_verifiedIndex, Min(message.LastIndex, _outline.LastIndex));
        CommitTo(Min(message.Commit, _verifiedIndex));
    }

    /// <summary>
    /// Whether a sane leader could have sent this: terms in order and not of the future, entries as many as the range says.
    /// </summary>
    private static bool IsWellFormed(in RaftMessage message)
    {
        var entries = message.Entries.Span;
        if (message.LastIndex - message.Index != entries.Length)
        {
            return false;
        }

        var term = message.LogTerm;
        foreach (ref readonly var entry in entries)
        {
            bool isConfiguration = entry.Kind == EntryKind.Configuration;
            if (entry.Term < term || entry.Bytes < 0 || isConfiguration != entry.Configuration is not null)
            {
                return false;
            }

            term = entry.Term;
        }

        return term <= message.Term;
    }

    private void RefuseAppend(in RaftMessage message)
    {
        var hint = _outline.LastIndexOfTermAtMost(Min(message.Index, _outline.LastIndex), message.LogTerm);

        // What is committed agrees in any case; no need to probe below.
        hint = Max(hint, Min(_commitIndex, message.Index.Previous()));
        Send(Message(RaftMessageKind.AppendResponse, message.From) with
        {
            Reject = true,
            Index = message.Index,
            LastIndex = hint,
            LogTerm = _outline.TermAt(hint) ?? Term.Zero,
        });
    }

    /// <summary>
    /// How many entries at the start of the append are in the log already: a doubled or late append must not cut off what came after it.
    /// </summary>
    private int CountKnownEntries(in RaftMessage message)
    {
        var entries = message.Entries.Span;
        int known = 0;
        var index = message.Index.Next();
        while (known < entries.Length
            && index <= _outline.LastIndex
            && (index < _outline.FirstIndex || _outline.Has(index, entries[known].Term)))
        {
            known++;
            index = index.Next();
        }

        return known;
    }

    private void AppendEntries(in RaftMessage message, int known)
    {
        var first = message.Index + known + 1;
        LogIndex? truncateFrom = null;
        if (first <= _outline.LastIndex)
        {
            TruncateFrom(first);
            truncateFrom = first;
        }

        Invariant.Require(first == _outline.LastIndex.Next());
        var fresh = message.Entries[known..];
        foreach (ref readonly var entry in fresh.Span)
        {
            AppendToOutline(entry.Term, entry.Configuration);
        }

        long skippedBytes = 0;
        foreach (ref readonly var entry in message.Entries.Span[..known])
        {
            skippedBytes += entry.Bytes;
        }

        ref readonly var last = ref fresh.Span[^1];
        _appends.Add(new LogAppend(
            first, message.LastIndex, last.Term, last.Kind, message.Payload,
            TruncateFrom: truncateFrom, Entries: fresh, SkippedEntries: known, SkippedBytes: skippedBytes));
    }

    /// <summary>
    /// One acknowledgement a turn, of what is verified and flushed; what is only written is acknowledged after its flush.
    /// </summary>
    private void AcknowledgeToLeader()
    {
        if (!_owesAcknowledgement || Role != RaftRole.Follower || !_leader.IsSome || !_isHardStatePersisted)
        {
            return;
        }

        var acknowledged = Min(_verifiedIndex, _persistedIndex);
        _acknowledgedIndex = Max(_acknowledgedIndex, acknowledged);
        _owesAcknowledgement = false;
        Send(Message(RaftMessageKind.AppendResponse, _leader) with { Index = acknowledged, LastIndex = _outline.LastIndex });
    }
}
