using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>What <see cref="GroupHandle.KeepUpLogAsync"/> did, and what the group should agree on next.</summary>
/// <param name="HasDropped">Whether segments were dropped here.</param>
/// <param name="Proposal">The command that this replica, as the leader, should have appended; null when there is nothing to agree on.</param>
/// <param name="Term">The term in which that is so.</param>
public readonly record struct LogUpkeepOutcome(bool HasDropped, AdvanceLogStart? Proposal, Term Term);
