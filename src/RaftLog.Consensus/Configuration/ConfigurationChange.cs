using System.Collections.Immutable;
using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>Plans the way from one configuration to another.</summary>
internal static class ConfigurationChange
{
    /// <summary>
    /// The configuration to enter next on the way from <paramref name="current"/> to <paramref name="target"/>: the target itself when at
    /// most one voter comes or goes, so that majorities of both overlap anyway (thesis §4.1), else the joint one of both (§4.3).
    /// Null when there is no such way.
    /// </summary>
    public static GroupConfiguration? Enter(GroupConfiguration current, GroupConfiguration target)
    {
        if (current.IsJoint || target.IsJoint || target.Voters.IsEmpty)
        {
            return null;
        }

        var voters = KnownDirectories(target.Voters, current);
        var learners = KnownDirectories(target.Learners, current);
        if (GroupConfiguration.FindProblem(voters, [], learners) is not null)
        {
            return null;
        }

        bool isSimple = CountMissing(voters, current.Voters) + CountMissing(current.Voters, voters) <= 1;
        var next = new GroupConfiguration(voters, isSimple ? [] : current.Voters, learners);
        return next.Equals(current) ? null : next;
    }

    /// <summary>The configuration that ends a joint one.</summary>
    public static GroupConfiguration Leave(GroupConfiguration joint) => new(joint.Voters, [], joint.Learners);

    // An operator names brokers. A directory that the group has pinned is kept, not widened to "whatever that broker has by now".
    private static ImmutableArray<ReplicaId> KnownDirectories(ImmutableArray<ReplicaId> wanted, GroupConfiguration current)
    {
        var known = wanted.ToBuilder();
        for (int i = 0; i < known.Count; i++)
        {
            int voter = GroupConfiguration.Find(current.Voters, known[i]);
            int learner = GroupConfiguration.Find(current.Learners, known[i]);
            if (known[i].Directory == DirectoryId.Unassigned && (voter >= 0 || learner >= 0))
            {
                known[i] = voter >= 0 ? current.Voters[voter] : current.Learners[learner];
            }
        }

        return known.ToImmutable();
    }

    private static int CountMissing(ImmutableArray<ReplicaId> replicas, ImmutableArray<ReplicaId> from)
    {
        int missing = 0;
        foreach (var replica in replicas)
        {
            missing += from.Contains(replica) ? 0 : 1;
        }

        return missing;
    }
}
