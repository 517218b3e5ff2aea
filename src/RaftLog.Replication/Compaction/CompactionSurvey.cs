using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>What <see cref="GroupHandle.SurveyCompactionAsync"/> found.</summary>
/// <param name="Need">How much could be cleaned here now.</param>
/// <param name="Proposal">
/// The command that this replica, as the leader, should have appended so that more could be cleaned everywhere; null when there is nothing to agree on.
/// </param>
/// <param name="Term">The term in which that is so.</param>
public readonly record struct CompactionSurvey(CompactionNeed Need, AdvanceLogStart? Proposal, Term Term);
