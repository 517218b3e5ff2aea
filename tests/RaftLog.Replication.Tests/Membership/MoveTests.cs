using System.Collections.Immutable;
using RaftLog.Model;

namespace RaftLog.Replication.Tests.Membership;

/// <summary>A group moves to other brokers, its leader among those who leave.</summary>
public sealed class MoveTests
{
    private const int Records = 50;

    [Test]
    public void Group_MovesToOtherBrokers_AndServesMeanwhile()
    {
        var cluster = new TestCluster(options: new TestClusterOptions { Brokers = 5, Voters = 3 });
        for (int i = 0; i < Records; i++)
        {
            cluster.Append($"record {i}");
        }

        Want(cluster, 3, 4, 5);
        cluster.Append("meanwhile");
        cluster.RunUntil(() => IsAt(cluster, 3, 4, 5), "the group to move");
        foreach (TestBroker left in cluster.Brokers.Take(2))
        {
            left.Crash();
        }

        cluster.Append("after");
        cluster.RunUntilAgreed();

        Assert.That(
            cluster.Brokers.Skip(2).Select(broker => Batches.Read(broker.Groups[TestCluster.Group].Log, new Offset(Records + 2)).Count),
            Is.All.EqualTo(Records + 2));
    }

    [Test]
    public void MoveThatIsTakenBack_EndsWhereItBegan([Range(1, 40, 6)] int afterMs)
    {
        var cluster = new TestCluster(seed: afterMs, new TestClusterOptions { Brokers = 5, Voters = 3 });
        cluster.Append("before");

        Want(cluster, 3, 4, 5);
        cluster.Run(TimeSpan.FromMilliseconds(afterMs));
        Want(cluster, 1, 2, 3);
        cluster.RunUntil(() => IsAt(cluster, 1, 2, 3), "the group to move back");

        Assert.That(cluster.Append("after").IsSuccess, Is.True);
    }

    private static void Want(TestCluster cluster, params int[] brokers)
    {
        foreach (TestBroker broker in cluster.Up)
        {
            broker.Groups[TestCluster.Group].Want(new WantedMembers(Replicas(cluster, brokers)));
        }
    }

    // Committed: a configuration that only the leader has would die with it.
    private static bool IsAt(TestCluster cluster, params int[] brokers) =>
        cluster.Leader() is { } leader
        && MembershipPlan.IsReached(leader.StateMachines[TestCluster.Group].Members, new WantedMembers(Replicas(cluster, brokers)));

    private static ImmutableArray<ReplicaId> Replicas(TestCluster cluster, int[] brokers) =>
        [.. brokers.Select(number => cluster.Brokers[number - 1].Replica)];
}
