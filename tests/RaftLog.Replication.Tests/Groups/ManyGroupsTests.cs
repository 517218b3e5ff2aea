using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication.Tests;

/// <summary>Groups beside each other: they share frames, and nothing that happens to one is another's business.</summary>
public sealed class ManyGroupsTests
{
    [Test]
    public void HeartbeatsOfAllGroups_TravelTogether_OncePerInterval()
    {
        const int Groups = 60;
        var cluster = new TestCluster(options: new TestClusterOptions { Groups = Groups, Replication = new ReplicationOptions { Shards = 1 } });
        cluster.RunUntilAllLed();
        cluster.Run(TimeSpan.FromSeconds(2));
        int before = cluster.Network.Traffic[(PeerFrameKind.Raft, PeerLane.Control)].Frames;

        cluster.Run(TimeSpan.FromSeconds(2));

        // 20 intervals, 6 pairs of brokers, a request and an answer; not times 60 groups. The answers of one frame may leave in two turns.
        int frames = cluster.Network.Traffic[(PeerFrameKind.Raft, PeerLane.Control)].Frames - before;
        Assert.That(frames, Is.LessThanOrEqualTo(20 * 6 * 3));
    }

    [Test]
    public void DiskThatFails_TakesTheReplicaOut_AndTheOthersGoOn()
    {
        var cluster = new TestCluster(options: new TestClusterOptions { Groups = 2 });
        cluster.Append("before");
        TestBroker broken = cluster.RunUntilLeader();

        broken.FailDisk();
        AppendOutcome outcome = cluster.Await(broken.Groups[TestCluster.Group].AppendAsync(Batches.Of("never")));
        cluster.RunUntil(() => cluster.Leader() is { } leader && leader != broken, "another leader");
        AppendOutcome after = cluster.Append("after");

        Assert.Multiple(() =>
        {
            Assert.That(outcome.Status, Is.EqualTo(AppendStatus.Offline));
            Assert.That(broken.Groups[TestCluster.Group].Status.Role, Is.EqualTo(GroupRole.Offline));
            Assert.That(broken.StateMachines[TestCluster.Group].OfflineReason, Is.InstanceOf<LogOfflineException>());
            Assert.That(after.Status, Is.EqualTo(AppendStatus.Appended));
        });
    }

    [Test]
    public void HungBroker_BlocksNobody()
    {
        var cluster = new TestCluster(options: new TestClusterOptions { Groups = 6 });
        cluster.RunUntilAllLed();

        cluster.Brokers[0].IsPaused = true;
        for (int group = 0; group < 6; group++)
        {
            for (int i = 0; i < 20; i++)
            {
                Assert.That(cluster.Append("x", new GroupId(group)).Status, Is.EqualTo(AppendStatus.Appended));
            }
        }
    }

    /// <summary>A disk that all wait for, a machine that was asleep: no leader was silent, nobody could hear it.</summary>
    [Test]
    public void BrokersThatWereAllHeldUp_KeepTheirLeaders([Values(1_500, 5_000)] int heldUpMs)
    {
        const int Groups = 40;
        var cluster = new TestCluster(options: new TestClusterOptions { Groups = Groups });
        GroupId[] ids = [.. Enumerable.Range(0, Groups).Select(group => new GroupId(group))];
        cluster.RunUntilAllLed();
        cluster.Run(TimeSpan.FromSeconds(3));
        (BrokerId?, Term)[] before = Leaders();

        foreach (TestBroker broker in cluster.Brokers)
        {
            broker.IsPaused = true;
        }

        // Those that lead least come back first: they hear nobody, and could elect one of them.
        cluster.Run(TimeSpan.FromMilliseconds(heldUpMs));
        foreach (TestBroker broker in cluster.Brokers.OrderBy(broker => broker.Groups.Values.Count(group => group.Status.IsLeader)))
        {
            broker.IsPaused = false;
            cluster.Run(TimeSpan.FromMilliseconds(50));
        }

        cluster.Run(TimeSpan.FromSeconds(3));

        Assert.That(Leaders(), Is.EqualTo(before));

        (BrokerId?, Term)[] Leaders() => [.. ids.Select(id => (cluster.Leader(id)?.Id, cluster.Brokers[0].Groups[id].Status.Term))];
    }

    // Whoever hears of a leader looks for the group where it was to be kept.
    [Test]
    public void NothingHappensInAGroup_BeforeItsOpenerHasIt()
    {
        var cluster = new TestCluster(options: new TestClusterOptions { Brokers = 1, Voters = 1 });
        TestBroker broker = cluster.RunUntilLeader();
        Task closed = broker.Engine.CloseGroupAsync(TestCluster.Group);
        cluster.RunUntil(() => closed.IsCompleted, "the group to close");

        GroupHandle? given = null;
        broker.Reopen(TestCluster.Group, opened: group =>
        {
            cluster.Run(TimeSpan.FromSeconds(10));
            Assert.That(broker.StateMachines[TestCluster.Group].Roles, Is.Empty);
            given = group;
        });

        Assert.That(given, Is.SameAs(broker.Groups[TestCluster.Group]));
        cluster.RunUntilLeader();
    }

    [Test]
    public void ClosedGroup_RefusesAppends_AndCanBeOpenedAgain()
    {
        var cluster = new TestCluster();
        cluster.Append("x");
        cluster.RunUntilAgreed();
        TestBroker broker = cluster.RunUntilLeader();

        Task closed = broker.Engine.CloseGroupAsync(TestCluster.Group);
        cluster.RunUntil(() => closed.IsCompleted, "the group to close");
        AppendOutcome outcome = cluster.Await(broker.Groups[TestCluster.Group].AppendAsync(Batches.Of("y")));
        broker.Reopen(TestCluster.Group);
        cluster.RunUntilAgreed();

        Assert.That(outcome.Status, Is.EqualTo(AppendStatus.ShuttingDown));
        Assert.That(Batches.Read(broker.Groups[TestCluster.Group].Log, new Offset(1)), Is.EqualTo(new[] { "x" }));
    }

    [Test]
    public void DamagedEntries_AreRefused_AndNothingOfTheFrameIsAppended()
    {
        var cluster = new TestCluster();
        cluster.Append("x");
        cluster.RunUntilAgreed();
        TestBroker follower = cluster.Brokers.First(broker => broker != cluster.RunUntilLeader());
        LogIndex before = follower.Groups[TestCluster.Group].Log.LastIndex;

        cluster.Network.CorruptNextAppendTo(follower.Id);
        cluster.Append("y");
        cluster.RunUntilAgreed();

        Assert.That(cluster.Network.RefusedFrames, Is.EqualTo(1));
        Assert.That(follower.Groups[TestCluster.Group].Log.LastIndex, Is.GreaterThan(before));
        Assert.That(Batches.Read(follower.Groups[TestCluster.Group].Log, new Offset(2)), Is.EqualTo(new[] { "x", "y" }));
    }
}
