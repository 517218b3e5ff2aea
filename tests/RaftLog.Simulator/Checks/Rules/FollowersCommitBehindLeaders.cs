using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Replication;

namespace RaftLog.Simulator.Checks.Rules;

/// <summary>Nobody has committed what no leader has.</summary>
internal sealed class FollowersCommitBehindLeaders : IReplicaRule
{
    private readonly Dictionary<GroupId, LogIndex> _committed = [];

    // A leader may commit and step down in one turn.
    private readonly HashSet<(GroupId Group, ReplicaId Replica)> _leaders = [];

    /// <inheritdoc/>
    public string? Check(RaftGroup replica) => Check(replica.Id, replica.Core.Self, replica.Core.Role, replica.Core.CommitIndex);

    /// <summary>Checks a replica.</summary>
    public string? Check(GroupId group, ReplicaId replica, RaftRole role, LogIndex commit)
    {
        bool leads = role == RaftRole.Leader;
        bool hasLed = _leaders.Contains((group, replica)) || leads;
        if (!leads)
        {
            _leaders.Remove((group, replica));
        }
        else
        {
            _leaders.Add((group, replica));
        }

        var most = _committed.GetValueOrDefault(group);
        if (commit <= most)
        {
            return null;
        }

        if (hasLed)
        {
            _committed[group] = commit;
            return null;
        }

        return $"replica {replica} of group {group} has committed index {commit}; no leader has more than {most}";
    }
}
