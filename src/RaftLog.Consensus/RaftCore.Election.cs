using RaftLog.Model;

namespace RaftLog.Consensus;

// Elections: Raft §5.2 and §5.4.1, pre-vote (thesis §9.6), and who may disturb whom (§4.2.3).
public sealed partial class RaftCore
{
    private readonly ElectionTimer _electionTimer;
    private readonly VoteTally _votes = new();

    // Until then this replica keeps faith with the leader that it heard last and refuses its vote to others.
    private long _faithUntilMs;

    /// <summary>
    /// The connection to a broker was reset or refused: a hint that its process is gone. If our leader was there, we campaign within
    /// milliseconds and let others do so; those who still hear the leader refuse, so a wrong hint costs a message. Report every
    /// connection that is lost, after the messages that arrived on it.
    /// </summary>
    public void PeerLost(BrokerId broker)
    {
        ReportUnreachable(broker);
        if (Role != RaftRole.Follower || !_leader.IsSome || _leader.Broker != broker || !_options.QuickElection)
        {
            return;
        }

        // Without this the survivors of a killed leader would refuse each other for an election timeout.
        _faithUntilMs = _nowMs;
        Hurry(lost: _leader);
        _isDirty = true;
    }

    /// <summary>
    /// The host did nothing for longer than the interval of heartbeats: it was stopped, or waited for its disk. What the leader has sent meanwhile is still on its
    /// way, and a leader on the same machine or disk was held up as well; so a follower gives it some time to be heard before it campaigns, once in each silence,
    /// for a host may be late again and again. Call it before <see cref="Tick"/>. A leader needs no telling: it sees how far two ticks are apart.
    /// </summary>
    public void HeldUp(long nowMs)
    {
        if (Role == RaftRole.Follower && _leader.IsSome)
        {
            _electionTimer.Forgive(nowMs);
        }
    }

    // Thesis §4.2.2: not only a voter of the configuration in force. Until its entry is committed, a voter of the one before may be the
    // only one
    // whose log is long enough to win; if it never campaigned, nobody could.
    private bool IsPromotable => _configurations.IsVoterSince(_commitIndex, Self);

    private bool HearsLeader => Role == RaftRole.Leader || _nowMs < _faithUntilMs;

    private void StartElectionTimer()
    {
        if (_options.LeaseReads)
        {
            // Before the restart we may have let a leader count on us.
            _faithUntilMs = _nowMs + _options.ElectionTimeoutMinMs;
        }

        Hurry(lost: ReplicaId.None);
        if (Configuration.Voters.Length == 1 && IsPromotable && !Configuration.IsJoint)
        {
            _electionTimer.Expire(_nowMs);
        }
    }

    private void Hurry(ReplicaId lost)
    {
        int rank = 0;
        int candidates = 0;
        foreach (var voter in Configuration.Voters)
        {
            if (voter.Matches(Self))
            {
                rank = candidates;
            }

            candidates += lost.IsSome && voter.Matches(lost) ? 0 : 1;
        }

        _electionTimer.Hurry(_nowMs, rank, Math.Max(candidates, rank + 1));
    }

    private void TickWithoutLeading()
    {
        if (_nowMs < _electionTimer.DeadlineMs || !IsPromotable)
        {
            return;
        }

        if (Role == RaftRole.Candidate && !_isHardStatePersisted)
        {
            // Nobody has been asked yet: it is our own disk that is slow, and another term would only give it more to do.
            _electionTimer.Restart(_nowMs);
            return;
        }

        BecomePreCandidate();
    }

    private void BecomeFollower(Term term, ReplicaId leader)
    {
        bool isNewTerm = term > _term;
        if (isNewTerm)
        {
            TakeTerm(term, vote: ReplicaId.None);
        }

        bool wasLeader = Role == RaftRole.Leader;
        if (wasLeader)
        {
            LeaveLeadership();
        }

        Role = RaftRole.Follower;
        _leader = leader;
        _votes.Clear();
        if (leader.IsSome)
        {
            HeardLeader();
        }
        else if (isNewTerm || wasLeader)
        {
            _electionTimer.Restart(_nowMs);
        }

        _isDirty = true;
    }

    /// <summary>
    /// Asks first, and takes a new term only when a majority would follow: a replica that was cut off comes back without deposing anybody.
    /// </summary>
    private void BecomePreCandidate()
    {
        Invariant.Require(Role != RaftRole.Leader);
        Role = RaftRole.PreCandidate;
        _leader = ReplicaId.None;
        _isDirty = true;
        _electionTimer.Campaign(_nowMs);
        _votes.Clear();
        AskForVotes(RaftMessageKind.PreVoteRequest, _term.Next(), isTransfer: false);
        CountPreVote(Self, isGranted: true);
    }

    private void BecomeCandidate(bool isTransfer)
    {
        Invariant.Require(Role != RaftRole.Leader);
        Role = RaftRole.Candidate;
        _leader = ReplicaId.None;
        _isDirty = true;
        TakeTerm(_term.Next(), vote: Self);
        _electionTimer.Restart(_nowMs);

        // Our own vote counts when it is flushed, and until then nobody is asked: see HardStatePersisted.
        _votes.Clear();
        AskForVotes(RaftMessageKind.VoteRequest, _term, isTransfer);
    }

    private void TakeTerm(Term term, ReplicaId vote)
    {
        Invariant.Require(term > _term);
        _term = term;
        _vote = vote;
        _verifiedIndex = LogIndex.Zero;
        _acknowledgedIndex = LogIndex.Zero;
        _owesAcknowledgement = false;
        _faithUntilMs = Math.Min(_faithUntilMs, _nowMs);
        _outbox.DropHeld();
        HardStateChanged();
    }

    private void AskForVotes(RaftMessageKind kind, Term term, bool isTransfer)
    {
        var request = new RaftMessage
        {
            Kind = kind,
            From = Self,
            Term = term,
            Index = _outline.LastIndex,
            LogTerm = _outline.LastTerm,
            IsTransfer = isTransfer,
        };
        foreach (var voter in Configuration.Voters)
        {
            AskForVote(request with { To = voter });
        }

        foreach (var voter in Configuration.OutgoingVoters)
        {
            if (GroupConfiguration.Find(Configuration.Voters, voter) < 0)
            {
                AskForVote(request with { To = voter });
            }
        }
    }

    private void AskForVote(in RaftMessage request)
    {
        if (request.To.Matches(Self))
        {
            return;
        }

        if (request.Kind == RaftMessageKind.PreVoteRequest)
        {
            SendUnbound(request);
        }
        else
        {
            Send(request);
        }
    }

    private void AnswerPreVote(in RaftMessage request)
    {
        bool isVoteFree = request.Term > _term || (request.Term == _term && CanVoteFor(request.From));
        bool isGranted = isVoteFree && !HearsLeader && _outline.IsUpToDate(request.Index, request.LogTerm);
        SendUnbound(Message(RaftMessageKind.PreVoteResponse, request.From) with
        {
            Term = isGranted ? request.Term : _term,
            Reject = !isGranted,
        });
    }

    private void TakePreVote(in RaftMessage response)
    {
        if (Role == RaftRole.PreCandidate && (response.Reject || response.Term == _term.Next()))
        {
            CountPreVote(response.From, !response.Reject);
        }
    }

    private void CountPreVote(ReplicaId from, bool isGranted)
    {
        _votes.Record(from, isGranted);
        switch (_votes.Outcome(Configuration))
        {
            case VoteOutcome.Won:
                BecomeCandidate(isTransfer: false);
                break;
            case VoteOutcome.Lost:
                // The timer goes on: after a hint that came here first the others may think differently in some milliseconds.
                BecomeFollower(_term, ReplicaId.None);
                break;
            default:
                break;
        }
    }

    private bool CanVoteFor(ReplicaId candidate) => _vote == candidate || (!_vote.IsSome && !_leader.IsSome);

    private void AnswerVote(in RaftMessage request)
    {
        bool isGranted = CanVoteFor(request.From) && _outline.IsUpToDate(request.Index, request.LogTerm);
        if (isGranted)
        {
            if (_vote != request.From)
            {
                _vote = request.From;
                HardStateChanged();
            }

            _electionTimer.Calm(_nowMs);
        }

        Send(Message(RaftMessageKind.VoteResponse, request.From) with { Reject = !isGranted });
    }

    private void TakeVote(in RaftMessage response)
    {
        if (Role == RaftRole.Candidate)
        {
            CountVote(response.From, !response.Reject);
        }
    }

    private void CountVote(ReplicaId from, bool isGranted)
    {
        _votes.Record(from, isGranted);
        switch (_votes.Outcome(Configuration))
        {
            case VoteOutcome.Won:
                BecomeLeader();
                break;
            case VoteOutcome.Lost:
                BecomeFollower(_term, ReplicaId.None);
                break;
            default:
                break;
        }
    }
}
