using RaftLog.Model;

namespace RaftLog.Consensus;

// Where messages and time come in. Branching on terms happens here only, so that the handlers deal with the current term.
public sealed partial class RaftCore
{
    /// <summary>
    /// Takes a message from a peer. Whatever a peer may send is handled, if need be by dropping it. Its payload is lent until the host has
    /// written what the next <see cref="CollectWrites"/> lists; a payload that is not listed there is not needed any more.
    /// </summary>
    /// <exception cref="InvariantViolationException">The leader of the current term contradicts what this replica knows to be
    /// committed.</exception>
    public void Step(in RaftMessage message)
    {
        if (!IsForUs(message))
        {
            return;
        }

        _isDirty = true;
        if (message.Kind is RaftMessageKind.PreVoteRequest or RaftMessageKind.VoteRequest)
        {
            // Whoever asks does not know that we lead, or is in a later term and waits for a heartbeat to tell us so.
            EndRest();
        }

        if (message.Kind == RaftMessageKind.PreVoteRequest)
        {
            AnswerPreVote(message);
            return;
        }

        if (message.Term < _term)
        {
            AnswerFromEarlierTerm(message);
            return;
        }

        // A granted pre-vote names the term that we asked about, which nobody has taken yet.
        bool isGrantedPreVote = message.Kind == RaftMessageKind.PreVoteResponse && !message.Reject;
        if (message.Term > _term && !isGrantedPreVote && !AdoptLaterTerm(message))
        {
            return;
        }

        StepInTerm(message);
    }

    /// <summary>Time has passed. Call it at <see cref="NextDeadlineMs"/> at the latest, and before stepping what arrived since.</summary>
    public void Tick(long nowMs)
    {
        long sinceLastMs = nowMs - _nowMs;
        if (sinceLastMs < 0)
        {
            return;
        }

        _nowMs = nowMs;
        if (Role == RaftRole.Leader)
        {
            TickAsLeader(sinceLastMs);
        }
        else
        {
            TickWithoutLeading();
        }
    }

    /// <summary>
    /// When <see cref="Tick"/> has something to do next; <see cref="long.MaxValue"/> for never. Changes with every input.
    /// </summary>
    public long NextDeadlineMs
    {
        get
        {
            if (Role == RaftRole.Leader)
            {
                return Math.Min(Math.Min(_heartbeatDeadlineMs, _quorumDeadlineMs), _transferDeadlineMs);
            }

            return IsPromotable ? _electionTimer.DeadlineMs : long.MaxValue;
        }
    }

    // The last term is out of bounds, for a garbled message must not leave the group without a next one.
    private bool IsForUs(in RaftMessage message) =>
        message.To.Matches(Self)
        && message.From.IsSome
        && !message.From.Matches(Self)
        && message.Term.Value is > 0 and < int.MaxValue
        && message.Index.Value is >= 0 and < long.MaxValue
        && message.LastIndex.Value is >= 0 and < long.MaxValue;

    /// <summary>
    /// A message of a term that is over. Whoever does not know so is told, or it could stay stuck in the old term for ever.
    /// </summary>
    private void AnswerFromEarlierTerm(in RaftMessage message)
    {
        switch (message.Kind)
        {
            case RaftMessageKind.AppendRequest or RaftMessageKind.HeartbeatRequest:
                // With pre-vote nobody campaigns against a leader that is behind in term but alive; our term makes it step down
                // (etcd calls this the stuck candidate).
                Send(Message(RaftMessageKind.HeartbeatResponse, message.From));
                break;
            case RaftMessageKind.VoteRequest:
                Send(Message(RaftMessageKind.VoteResponse, message.From) with { Reject = true });
                break;
            default:
                break;
        }
    }

    /// <summary>A message of a term later than ours; true when we are in that term now.</summary>
    private bool AdoptLaterTerm(in RaftMessage message)
    {
        switch (message.Kind)
        {
            case RaftMessageKind.VoteRequest when HearsLeader && !message.IsTransfer:
                // Thesis §4.2.3: whoever hears a leader helps nobody to depose it.
                return false;
            case RaftMessageKind.AppendRequest or RaftMessageKind.HeartbeatRequest or RaftMessageKind.TimeoutNow:
                BecomeFollower(message.Term, message.From);
                return true;
            case RaftMessageKind.VoteRequest:
                BecomeFollower(message.Term, ReplicaId.None);
                return true;
            case RaftMessageKind.AppendResponse or RaftMessageKind.HeartbeatResponse
                or RaftMessageKind.VoteResponse or RaftMessageKind.PreVoteResponse:
                if (!Configuration.Contains(message.From))
                {
                    return false;
                }

                BecomeFollower(message.Term, ReplicaId.None);
                return true;
            default:
                return false;
        }
    }

    private void StepInTerm(in RaftMessage message)
    {
        switch (message.Kind)
        {
            case RaftMessageKind.PreVoteResponse:
                TakePreVote(message);
                break;
            case RaftMessageKind.VoteRequest:
                AnswerVote(message);
                break;
            case RaftMessageKind.VoteResponse:
                TakeVote(message);
                break;
            case RaftMessageKind.AppendRequest:
                TakeAppend(message);
                break;
            case RaftMessageKind.AppendResponse:
                TakeAppendResponse(message);
                break;
            case RaftMessageKind.HeartbeatRequest:
                TakeHeartbeat(message);
                break;
            case RaftMessageKind.HeartbeatResponse:
                TakeHeartbeatResponse(message);
                break;
            case RaftMessageKind.TimeoutNow:
                TakeTimeoutNow(message);
                break;
            default:
                break;
        }
    }

    private RaftMessage Message(RaftMessageKind kind, ReplicaId to) =>
        new() { Kind = kind, From = Self, To = to, Term = _term };
}
