using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>What became of a proposal, and where its entry is.</summary>
/// <param name="Status">Whether it was accepted, and if not, why.</param>
/// <param name="Index">The index of the entry; only when accepted.</param>
/// <param name="Term">
/// The term of the entry when accepted, else the current one. Committed at this index with another term means: the proposal was lost.
/// </param>
public readonly record struct ProposeOutcome(ProposeStatus Status, LogIndex Index, Term Term)
{
    /// <summary>Whether the entry has been taken into the log.</summary>
    public bool IsAccepted => Status == ProposeStatus.Accepted;
}
