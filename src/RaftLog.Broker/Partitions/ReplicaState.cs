using RaftLog.Replication;

namespace RaftLog.Broker.Partitions;

/// <summary>What a replica's shard said last. Immutable and replaced as a whole, so a reader never mixes two leaderships.</summary>
/// <param name="Role">The role of the replica here.</param>
/// <param name="Term">The current term: the leader epoch.</param>
/// <param name="HighWatermark">Readers see the offsets below it.</param>
/// <param name="LastStableOffset">Readers of committed records see the offsets below it: no transaction is open there.</param>
internal sealed record ReplicaState(GroupRole Role, Term Term, Offset HighWatermark, Offset LastStableOffset)
{
    public static readonly ReplicaState Initial = new(GroupRole.Follower, Term.Zero, Offset.Zero, Offset.Zero);

    public bool IsLeader => Role == GroupRole.Leader;
}
