using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>
/// A message between two replicas of one group. One struct for all kinds, so that a heartbeat costs no allocation; which fields mean
/// something depends on <see cref="Kind"/>:
/// <code>
///   kind               Term      Index              LogTerm         LastIndex          Commit    Context  flags
///   PreVoteRequest     next      last log index     last log term
///   PreVoteResponse    (1)                                                                                Reject
///   VoteRequest        current   last log index     last log term                                         IsTransfer
///   VoteResponse       current                                                                            Reject
///   AppendRequest      current   previous index     previous term   last in range (2)  leader's           IsNotice
///   AppendResponse     current   acknowledged                       follower's last
///     with Reject      current   refused previous   term of hint    hint (3)                              Reject
///   HeartbeatRequest   current                                                         (4)       round
///   HeartbeatResponse  current   verified (5)                       follower's last              round
///   TimeoutNow         current
/// </code>
/// (1) granted: the term asked for; refused: the answerer's own. (2) equals Index when the append is empty. (3) the logs can only agree
/// at or below it. (4) at most what this follower acknowledged. (5) the last index that the follower compared with this leader.
/// </summary>
public readonly record struct RaftMessage
{
    /// <summary>What the message is.</summary>
    public RaftMessageKind Kind { get; init; }

    /// <summary>The sender, with the directory it runs on.</summary>
    public ReplicaId From { get; init; }

    /// <summary>The receiver as the sender's configuration names it; a replica on another directory drops the message.</summary>
    public ReplicaId To { get; init; }

    /// <summary>The sender's term; for a pre-vote the one it would take.</summary>
    public Term Term { get; init; }

    /// <summary>See the table at the type.</summary>
    public LogIndex Index { get; init; }

    /// <summary>See the table at the type.</summary>
    public Term LogTerm { get; init; }

    /// <summary>See the table at the type.</summary>
    public LogIndex LastIndex { get; init; }

    /// <summary>What the sender, a leader, knows to be committed (inclusive).</summary>
    public LogIndex Commit { get; init; }

    /// <summary>The heartbeat round that is asked or answered.</summary>
    public long Context { get; init; }

    /// <summary>Whether a response refuses.</summary>
    public bool Reject { get; init; }

    /// <summary>
    /// Whether a vote is asked for on behalf of the leader itself, so that hearing from that leader is no reason to refuse (thesis §4.2.3).
    /// </summary>
    public bool IsTransfer { get; init; }

    /// <summary>Whether an empty append only tells the commit index and, unless it has to be refused, needs no answer.</summary>
    public bool IsNotice { get; init; }

    /// <summary>
    /// Of an append that arrived: its entries, <c>Index + 1</c> to <c>LastIndex</c>. Not set in messages that the core sends: there the
    /// host fills in the frames of the range.
    /// </summary>
    public ReadOnlyMemory<EntryDescriptor> Entries { get; init; }

    /// <summary>
    /// Of an append that arrived: the host's own handle on the bytes, handed back in <see cref="LogAppend.Payload"/> and never looked at.
    /// </summary>
    public object? Payload { get; init; }
}
