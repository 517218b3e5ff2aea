using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>The role, term or leader of a replica has changed. Steps in between that nobody could have seen may be missing.</summary>
/// <param name="Role">The role now.</param>
/// <param name="Term">The term now.</param>
/// <param name="Leader">The leader of the term; <see cref="ReplicaId.None"/> while it is unknown.</param>
/// <param name="IsEstablished">
/// Of a leader: it has committed an entry of its term, so that everything committed before is known to be (Raft §8); only then is
/// leadership announced to others. Reported a second time when it becomes true. Always false for other roles.
/// </param>
/// <param name="IsLearner">Whether the replica has no vote in the configuration in force.</param>
public readonly record struct RoleChange(RaftRole Role, Term Term, ReplicaId Leader, bool IsEstablished, bool IsLearner);
