using System.Collections.Immutable;
using RaftLog.Model;

namespace RaftLog.Replication.Tests.Membership;

/// <summary>A replica loses its disk and is rebuilt under another identity, whatever else happens meanwhile.</summary>
public sealed class ReplacementTests
{
    private const int Records = 50;

    [Test]
    public void WipedReplica_GetsTheWholeLog_AndIsAVoterThen()
    {
        var cluster = new TestCluster();
        Fill(cluster);
        TestBroker wiped = WipeFollower(cluster);

        WantAll(cluster);
        cluster.RunUntil(() => IsReplaced(cluster), "the replica to be replaced");

        // With another one gone the rebuilt replica is needed for every commit.
        cluster.Brokers.First(broker => broker != wiped && broker != cluster.RunUntilLeader()).Crash();
        cluster.Append("after");
        cluster.RunUntilAgreed();
        Assert.That(Batches.Read(wiped.Groups[TestCluster.Group].Log, new Offset(Records + 1)), Has.Count.EqualTo(Records + 1));
    }

    /// <summary>The steps of the way depend on nothing that dies with a leader.</summary>
    [Test]
    public void LeaderThatDiesOnTheWay_IsFollowedByOneThatGoesOn([Range(1, 40, 3)] int afterMs)
    {
        var cluster = new TestCluster(seed: afterMs, new TestClusterOptions { Brokers = 5, Voters = 5 });
        Fill(cluster);
        WipeFollower(cluster);
        WantAll(cluster);

        cluster.Run(TimeSpan.FromMilliseconds(afterMs));
        TestBroker old = cluster.RunUntilLeader();
        old.Crash(losesPower: true, tearing: new Random(afterMs));
        cluster.RunUntil(() => IsReplaced(cluster), "the next leader to go on");
        old.Start();
        WantAll(cluster);
        cluster.Append("after");
        cluster.RunUntilAgreed();

        Assert.That(IsReplaced(cluster), Is.True);
    }

    /// <summary>And nothing that dies with the one that is rebuilt.</summary>
    [Test]
    public void RebuiltReplicaThatDiesOnTheWay_GoesOnAfterItsRestart([Range(1, 40, 3)] int afterMs)
    {
        var cluster = new TestCluster(seed: afterMs);
        Fill(cluster);
        TestBroker wiped = WipeFollower(cluster);
        WantAll(cluster);

        cluster.Run(TimeSpan.FromMilliseconds(afterMs));
        wiped.Crash(losesPower: true, tearing: new Random(afterMs));
        cluster.Append("meanwhile");
        wiped.Start();
        WantAll(cluster);
        cluster.RunUntil(() => IsReplaced(cluster), "the replica to be replaced");
        cluster.RunUntilAgreed();
    }

    [Test]
    public void ReplicaWipedAgainWhileItIsRebuilt_IsReplacedByTheNext([Range(1, 40, 6)] int afterMs)
    {
        var cluster = new TestCluster(seed: afterMs);
        Fill(cluster);
        TestBroker wiped = WipeFollower(cluster);
        WantAll(cluster);

        cluster.Run(TimeSpan.FromMilliseconds(afterMs));
        wiped.Crash();
        wiped.Wipe();
        wiped.Start();
        WantAll(cluster);
        cluster.RunUntil(() => IsReplaced(cluster), "the replica to be replaced");
        cluster.RunUntilAgreed();
    }

    [Test]
    public void WipedMajority_InventsNothing()
    {
        var cluster = new TestCluster();
        Fill(cluster);
        foreach (TestBroker broker in cluster.Brokers.Take(2))
        {
            broker.Crash();
            broker.Wipe();
            broker.Start();
        }

        WantAll(cluster);
        cluster.Run(TimeSpan.FromSeconds(10));

        Assert.That(cluster.Leader(), Is.Null);
        Assert.That(cluster.Brokers.Take(2).Select(broker => broker.Groups[TestCluster.Group].Log.LastIndex), Is.All.EqualTo(LogIndex.Zero));
    }

    private static void Fill(TestCluster cluster)
    {
        for (int i = 0; i < Records; i++)
        {
            cluster.Append($"record {i}");
        }

        cluster.RunUntilAgreed();
    }

    private static TestBroker WipeFollower(TestCluster cluster)
    {
        TestBroker leader = cluster.RunUntilLeader();
        TestBroker wiped = cluster.Brokers.First(broker => broker != leader);
        wiped.Crash();
        wiped.Wipe();
        cluster.Append("while it was away");
        wiped.Start();
        return wiped;
    }

    // What every broker sees in the image.
    private static void WantAll(TestCluster cluster)
    {
        ImmutableArray<ReplicaId> wanted = [.. cluster.Brokers.Select(broker => broker.Replica)];
        foreach (TestBroker broker in cluster.Up)
        {
            broker.Groups[TestCluster.Group].Want(new WantedMembers(wanted));
        }
    }

    private static bool IsReplaced(TestCluster cluster) =>
        cluster.Leader() is { } leader
        && MembershipPlan.IsReached(
            leader.Groups[TestCluster.Group].Configuration, new WantedMembers([.. cluster.Brokers.Select(broker => broker.Replica)]));
}
