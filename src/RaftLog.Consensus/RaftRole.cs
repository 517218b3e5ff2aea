namespace RaftLog.Consensus;

/// <summary>What a replica is in its current term (Raft §5.1, thesis §9.6 for the pre-candidate).</summary>
public enum RaftRole : byte
{
    /// <summary>Follows the leader of the term, or waits for one. Learners are followers that never campaign.</summary>
    Follower = 0,

    /// <summary>Asks whether it could win an election, before it disturbs anybody with a new term.</summary>
    PreCandidate = 1,

    /// <summary>Has taken a new term and asks for votes.</summary>
    Candidate = 2,

    /// <summary>Orders the entries of its term.</summary>
    Leader = 3,
}
