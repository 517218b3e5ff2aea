using RaftLog.Model;

namespace RaftLog.Replication.Tests;

/// <summary>The straight way through all layers of replication: elect, append, commit, fail over.</summary>
public sealed class ReplicationTests
{
    [Test]
    public void ThreeBrokers_ElectOneLeader_AndAllKnowIt()
    {
        var cluster = new TestCluster();

        TestBroker leader = cluster.RunUntilLeader();
        cluster.Run(TimeSpan.FromSeconds(1));

        Assert.That(cluster.Brokers.Count(broker => broker.Groups[TestCluster.Group].Status.IsLeader), Is.EqualTo(1));
        foreach (TestBroker broker in cluster.Brokers)
        {
            Assert.That(broker.Engine.Leaders.TryGetLeader(TestCluster.Group, out GroupLeader known), Is.True);
            Assert.That(known.Leader, Is.EqualTo(leader.Id));
            Assert.That(broker.Groups[TestCluster.Group].Status.Leader.Broker, Is.EqualTo(leader.Id));
        }
    }

    [Test]
    public void Append_IsCommittedEverywhere_WithOffsetsFromZero()
    {
        var cluster = new TestCluster();
        for (int i = 0; i < 20; i++)
        {
            AppendOutcome outcome = cluster.Append($"value {i}");
            Assert.That(outcome.Status, Is.EqualTo(AppendStatus.Appended));
            Assert.That(outcome.BaseOffset.Value, Is.EqualTo(i));
        }

        cluster.RunUntilAgreed();

        foreach (TestBroker broker in cluster.Brokers)
        {
            GroupHandle group = broker.Groups[TestCluster.Group];
            Assert.That(group.Status.HighWatermark.Value, Is.EqualTo(20));
            Assert.That(Batches.Read(group.Log, group.Status.HighWatermark), Is.EqualTo(Enumerable.Range(0, 20).Select(i => $"value {i}")));
        }
    }

    [Test]
    public void Followers_HearOfACommit_WithoutWaitingForAHeartbeat()
    {
        var cluster = new TestCluster();
        cluster.Append("a");

        cluster.Run(TimeSpan.FromMilliseconds(12));

        foreach (TestBroker broker in cluster.Brokers)
        {
            Assert.That(broker.Groups[TestCluster.Group].Status.HighWatermark.Value, Is.EqualTo(1));
        }
    }

    [Test]
    public void Appends_OneAfterTheOther_CostTheLeaderNoFramesForCommits()
    {
        var cluster = new TestCluster();
        cluster.Network.MaxLatency = TimeSpan.Zero;
        cluster.Append("first");
        cluster.RunUntilAgreed();
        int before = Frames(cluster);
        for (int i = 0; i < 100; i++)
        {
            cluster.Append("more");
        }

        // An append and an acknowledgement for each follower, and now and then a heartbeat.
        Assert.That(Frames(cluster) - before, Is.InRange(400, 440));
    }

    private static int Frames(TestCluster cluster) => cluster.Network.Traffic.Where(of => of.Key.Kind == PeerFrameKind.Raft).Sum(of => of.Value.Frames);
}
