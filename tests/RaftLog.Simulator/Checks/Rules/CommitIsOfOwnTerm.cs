using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Replication;

namespace RaftLog.Simulator.Checks.Rules;

/// <summary>A leader moves its commit index to entries of its own term only (Raft §5.4.2, figure 8).</summary>
internal sealed class CommitIsOfOwnTerm : IReplicaRule
{
    // What each replica had committed when it was first seen to lead a term: by then it may have been another leader's doing.
    private readonly Dictionary<(GroupId Group, ReplicaId Replica), (Term Term, LogIndex Commit)> _before = [];

    /// <inheritdoc/>
    public string? Check(RaftGroup replica)
    {
        var core = replica.Core;
        return replica.IsRunning && core.Role == RaftRole.Leader ? Check(replica.Id, core.Self, core.Term, core.CommitIndex, core.TermAt(core.CommitIndex)) : null;
    }

    /// <summary>Checks a leader.</summary>
    public string? Check(GroupId group, ReplicaId leader, Term term, LogIndex commit, Term? termAtCommit)
    {
        if (!_before.TryGetValue((group, leader), out var before) || before.Term != term)
        {
            _before[(group, leader)] = (term, commit);
            return null;
        }

        return commit > before.Commit && termAtCommit < term
            ? $"replica {leader} of group {group}, which leads {term}, committed index {commit} of {termAtCommit} by counting replicas"
            : null;
    }
}
