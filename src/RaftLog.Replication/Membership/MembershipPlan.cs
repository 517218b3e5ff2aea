using System.Collections.Immutable;
using RaftLog.Consensus;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// The way from the configuration that a group has to the one that is wanted, one step at a time. Pure: the step depends on nothing but the
/// configuration in force and on who has caught up, so any leader goes on where another one stopped.
/// </summary>
/// <remarks>
/// The steps: (1) who is wanted and not there yet becomes a learner, which costs the group nothing; (2) a learner that has caught up takes the
/// place of the voter of its own broker, whose files are gone; (3) when all who are wanted have caught up, they become the voters, by a joint
/// configuration where needed, and all others leave. A voter is never given up before its replacement has its data.
/// </remarks>
internal static class MembershipPlan
{
    /// <summary>The configuration to propose next, or null when there is nothing to do or somebody must catch up first.</summary>
    /// <param name="current">The configuration in force.</param>
    /// <param name="wanted">Who shall belong to the group.</param>
    /// <param name="isCaughtUp">Whether a learner has nearly everything that is committed.</param>
    public static GroupConfiguration? Next(GroupConfiguration current, WantedMembers wanted, Func<ReplicaId, bool> isCaughtUp)
    {
        // A joint configuration is left by the core itself. Nobody wanted is a mistake of whoever asks, never a way.
        if (current.IsJoint || current.Voters.IsEmpty || wanted.Voters.IsEmpty)
        {
            return null;
        }

        var voters = NextVoters(current, wanted, isCaughtUp);
        ImmutableArray<ReplicaId> learners = [.. wanted.Voters.Union(wanted.Learners).Except(voters)];
        return HasMembers(current, voters, learners) ? null : new GroupConfiguration(voters, learners: learners);
    }

    /// <summary>Whether the group is as it shall be.</summary>
    public static bool IsReached(GroupConfiguration current, WantedMembers wanted) =>
        !current.IsJoint && HasMembers(current, wanted.Voters, [.. wanted.Learners.Except(wanted.Voters)]);

    private static ImmutableArray<ReplicaId> NextVoters(GroupConfiguration current, WantedMembers wanted, Func<ReplicaId, bool> isCaughtUp)
    {
        ReplicaId[] ready = [.. wanted.Voters.Where(
            replica => current.Voters.Contains(replica) || (current.Learners.Contains(replica) && isCaughtUp(replica)))];
        if (ready.Length == wanted.Voters.Length)
        {
            return wanted.Voters;
        }

        return [.. current.Voters.Select(voter => wanted.Voters.Contains(voter) ? voter : SuccessorOf(voter, ready))];
    }

    private static ReplicaId SuccessorOf(ReplicaId voter, ReplicaId[] ready)
    {
        foreach (ReplicaId replica in ready)
        {
            if (replica.Broker == voter.Broker)
            {
                return replica;
            }
        }

        return voter;
    }

    // The order says who is preferred, which is not worth a change of members.
    private static bool HasMembers(GroupConfiguration current, ImmutableArray<ReplicaId> voters, ImmutableArray<ReplicaId> learners) =>
        AreSame(current.Voters, voters) && AreSame(current.Learners, learners);

    private static bool AreSame(ImmutableArray<ReplicaId> left, ImmutableArray<ReplicaId> right) =>
        left.Length == right.Length && left.All(replica => right.Contains(replica));
}
