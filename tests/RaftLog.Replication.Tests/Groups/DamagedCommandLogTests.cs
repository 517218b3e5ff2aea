using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication.Tests;

/// <summary>Damage in the log or in a snapshot of a group of commands: what the state still holds a new snapshot stands for, and the replica goes on.</summary>
public sealed class DamagedCommandLogTests
{
    private TestCluster _cluster = null!;
    private int _commands;

    [SetUp]
    public void StartCluster()
    {
        _commands = 0;
        _cluster = new TestCluster(options: new TestClusterOptions
        {
            HasMetadata = true,
            TailCacheBytes = 0,
            Log = new PartitionLogOptions { SegmentBytes = 4_096 },
            Replication = new ReplicationOptions { Shards = 1, SnapshotAfterEntries = 100 },
        });
        Append(60);
        _cluster.RunUntilAgreed();
    }

    [Test]
    public void DamagedSegmentThatIsApplied_IsReplacedByASnapshot_AndPutAside([Values] bool ofLeader)
    {
        TestBroker broker = _cluster.Brokers.First(each => each == _cluster.RunUntilLeader() == ofLeader);
        string segment = broker.DamageFirstSegment();

        bool isReplaced = _cluster.Await(broker.Groups[TestCluster.Group].ReplaceDamagedAsync(new LogCorruptException(segment, 0, "It was damaged.")));
        _cluster.RunUntil(() => broker.Groups[TestCluster.Group].Log.LastIndexOf(segment) is null, "a log without the segment");

        Assert.That(isReplaced, Is.True);
        Assert.That(broker.DamagedFiles, Is.EqualTo(new[] { Path.GetFileName(segment) + ".damaged-1" }));
        Restart(broker);
        Append(20);
        AssertAllAgree();
    }

    [Test]
    public void LeaderThatReadsADamagedSegmentForAFollower_ShipsASnapshotInstead()
    {
        TestBroker leader = _cluster.RunUntilLeader();
        TestBroker late = _cluster.Brokers.First(each => each != leader);
        late.Crash();
        Append(30);
        string[] segments = [.. leader.Segments];
        leader.DamageSegment(segments[^2]);

        late.Start();
        AssertAllAgree();

        Assert.That(leader.DamagedFiles, Is.EqualTo(new[] { Path.GetFileName(segments[^2]) + ".damaged-1" }));
        Assert.That(((CommandLog)late.StateMachines[TestCluster.Group]).Restored, Is.EqualTo(1));
    }

    [Test]
    public void DamageBeyondWhatIsApplied_IsNotReplaced()
    {
        TestBroker leader = _cluster.RunUntilLeader();
        foreach (TestBroker other in _cluster.Brokers.Where(each => each != leader))
        {
            other.Crash();
        }

        GroupHandle group = leader.Groups[TestCluster.Group];
        for (int i = 0; i < 100; i++)
        {
            _ = group.AppendCommandAsync("uncommitted and long enough to fill a segment of its own"u8).AsTask();
        }

        _cluster.Step();
        string last = leader.Segments[^1];

        Assert.That(_cluster.Await(group.ReplaceDamagedAsync(new LogCorruptException(last, 0, "It was damaged."))), Is.False);
    }

    [Test]
    public void DamagedSnapshotOfAnIdleGroup_IsReplaced([Values] bool older)
    {
        Append(300);
        _cluster.RunUntilAgreed();
        _cluster.Run(TimeSpan.FromMilliseconds(50));
        TestBroker broker = _cluster.Brokers.First(each => each != _cluster.RunUntilLeader());
        broker.DamageSnapshot(older);

        Assert.That(broker.CheckSnapshots(), Is.EqualTo(1));
        _cluster.RunUntil(() => broker.CheckSnapshots() == 0, "whole snapshots");

        Restart(broker);
        AssertAllAgree();
    }

    private static void Restart(TestBroker broker)
    {
        broker.Crash(losesPower: true);
        broker.Start();
    }

    private void AssertAllAgree()
    {
        _cluster.RunUntilAgreed();
        foreach (TestBroker broker in _cluster.Brokers)
        {
            Assert.That(
                ((CommandLog)broker.StateMachines[TestCluster.Group]).Commands, Is.EqualTo(Enumerable.Range(0, _commands).Select(Command)), $"{broker.Id}");
        }
    }

    private static string Command(int number) => $"{number} {new string('x', 150)}";

    private void Append(int count)
    {
        for (int i = 0; i < count; i++, _commands++)
        {
            AppendOutcome outcome;
            do
            {
                GroupHandle leader = _cluster.RunUntilLeader().Groups[TestCluster.Group];
                outcome = _cluster.Await(leader.AppendCommandAsync(System.Text.Encoding.UTF8.GetBytes(Command(_commands))));
            }
            while (!outcome.IsSuccess);
        }
    }
}
