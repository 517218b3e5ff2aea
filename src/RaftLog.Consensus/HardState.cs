using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>
/// What a replica must not forget in a crash besides its log: the newest term it has seen and whom it voted for in it (Raft figure 2).
/// </summary>
/// <param name="Term">The current term.</param>
/// <param name="Vote">The candidate that got the vote of this term; <see cref="ReplicaId.None"/> when nobody did yet.</param>
public readonly record struct HardState(Term Term, ReplicaId Vote)
{
    /// <summary>The state of a replica that has never run.</summary>
    public static readonly HardState Initial = new(Term.Zero, ReplicaId.None);
}
