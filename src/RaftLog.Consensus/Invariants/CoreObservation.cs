using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>What <see cref="RaftInvariants"/> remembers of a core from one step to the next.</summary>
/// <param name="Role">The role.</param>
/// <param name="Term">The term.</param>
/// <param name="Vote">The vote in that term.</param>
/// <param name="CommitIndex">The commit index.</param>
/// <param name="CommitTerm">The term of the entry there; null when it was compacted away.</param>
/// <param name="LastIndex">The last index.</param>
/// <param name="LastTerm">The term of the entry there.</param>
/// <param name="FirstIndex">The first index.</param>
public readonly record struct CoreObservation(
    RaftRole Role,
    Term Term,
    ReplicaId Vote,
    LogIndex CommitIndex,
    Term? CommitTerm,
    LogIndex LastIndex,
    Term? LastTerm,
    LogIndex FirstIndex)
{
    /// <summary>Observes a core.</summary>
    public static CoreObservation Of(RaftCore core) => new(
        core.Role,
        core.Term,
        core.Vote,
        core.CommitIndex,
        core.TermAt(core.CommitIndex),
        core.LastIndex,
        core.TermAt(core.LastIndex),
        core.FirstIndex);
}
