using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>What a replica must never forget (Raft figure 2): its current term and whom it voted for in it.</summary>
/// <param name="Term">The current term.</param>
/// <param name="Vote">The candidate that got the vote of this term; <see cref="ReplicaId.None"/> when none did.</param>
public readonly record struct StoredHardState(Term Term, ReplicaId Vote);
