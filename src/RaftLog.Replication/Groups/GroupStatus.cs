using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// What was true of a replica at the end of one turn of its shard. Immutable; replaced as a whole, so that a reader never combines the
/// high watermark of one leadership with the term of another.
/// </summary>
/// <param name="Role">The role of this replica.</param>
/// <param name="Term">The current term: Kafka's leader epoch.</param>
/// <param name="Leader">The leader of the term, or <see cref="ReplicaId.None"/> while none is known.</param>
/// <param name="CommitIndex">The last committed index (inclusive).</param>
/// <param name="HighWatermark">The offset after the last committed record (exclusive). Never goes back.</param>
/// <param name="LastStableOffset">The end of what is committed and decided (exclusive): no transaction is open below it. Never goes back.</param>
/// <param name="LogStartOffset">The first offset still in the log.</param>
/// <param name="LogEndOffset">The offset after the last record in this replica's log (exclusive), committed or not.</param>
public sealed record GroupStatus(
    GroupRole Role,
    Term Term,
    ReplicaId Leader,
    LogIndex CommitIndex,
    Offset HighWatermark,
    Offset LastStableOffset,
    Offset LogStartOffset,
    Offset LogEndOffset)
{
    /// <summary>Whether this replica leads and may serve appends and linearizable reads.</summary>
    public bool IsLeader => Role == GroupRole.Leader;
}
