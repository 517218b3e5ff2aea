namespace RaftLog.Consensus;

/// <summary>The messages between the replicas of a group. The numbers stand on the wire: never reuse one.</summary>
public enum RaftMessageKind : byte
{
    /// <summary>Not a message.</summary>
    None = 0,

    /// <summary>Would you vote for me in the next term? (thesis §9.6)</summary>
    PreVoteRequest = 1,

    /// <summary>The answer to <see cref="PreVoteRequest"/>; binds nobody.</summary>
    PreVoteResponse = 2,

    /// <summary>RequestVote (Raft §5.2).</summary>
    VoteRequest = 3,

    /// <summary>The answer to <see cref="VoteRequest"/>.</summary>
    VoteResponse = 4,

    /// <summary>AppendEntries (Raft §5.3): a range of entries, possibly empty, behind one that the follower must have.</summary>
    AppendRequest = 5,

    /// <summary>Acknowledges what is on the follower's stable storage, or refuses an append with a hint where the logs part.</summary>
    AppendResponse = 6,

    /// <summary>The leader is alive; also a round of <see cref="RaftCore.ReadIndex"/>. Hosts send those of all groups together.</summary>
    HeartbeatRequest = 7,

    /// <summary>The answer to <see cref="HeartbeatRequest"/>, with what the follower has of this leader's log.</summary>
    HeartbeatResponse = 8,

    /// <summary>The leader tells a caught-up voter to campaign at once (thesis §3.10).</summary>
    TimeoutNow = 9,
}
