using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication.Tests;

/// <summary>Of the commands that move a log's start, compaction leaves those that a replica needs to find the same again.</summary>
public sealed class SupersededCommandTests
{
    private static readonly TestClusterOptions SmallSegments = new() { Log = new PartitionLogOptions { SegmentBytes = 4096 } };

    [Test]
    public void SupersededCommands_LeaveTheLogs_AndTheStartOutlivesThePowerLossOfAll()
    {
        var cluster = new TestCluster(options: SmallSegments);
        for (int start = 1; start <= 6; start++)
        {
            AppendMany(cluster, 30);
            Advance(cluster, start);
        }

        CompactEverywhere(cluster);

        foreach (TestBroker broker in cluster.Brokers)
        {
            PartitionLog log = broker.Groups[TestCluster.Group].Log;
            Assert.That(log.CommandIndexes, Has.Count.LessThanOrEqualTo(2), $"{broker.Id}: the newest, and perhaps one that is not in a complete segment.");
        }

        RestartAll(cluster);
        Assert.That(cluster.Brokers.Select(broker => broker.Groups[TestCluster.Group].Log.LogStartOffset), Is.All.EqualTo(new Offset(6)));
    }

    [Test]
    public void CommandThatSaysMoreThanALaterOne_Stays()
    {
        var cluster = new TestCluster(options: SmallSegments);
        AppendMany(cluster, 30);
        Advance(cluster, 20);
        AppendMany(cluster, 30);
        Advance(cluster, 4);
        AppendMany(cluster, 30);
        Advance(cluster, 5);

        CompactEverywhere(cluster);
        RestartAll(cluster);

        Assert.That(cluster.Brokers.Select(broker => broker.Groups[TestCluster.Group].Log.LogStartOffset), Is.All.EqualTo(new Offset(20)));
    }

    private static void AppendMany(TestCluster cluster, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Assert.That(cluster.Append($"{i:D80}").Status, Is.EqualTo(AppendStatus.Appended));
        }
    }

    // As if every member had all there is by then, as is so.
    private static void Advance(TestCluster cluster, long start)
    {
        cluster.RunUntilAgreed();
        GroupHandle group = cluster.RunUntilLeader().Groups[TestCluster.Group];
        var command = new AdvanceLogStart(new Offset(start), group.Log.LastIndex);
        Assert.That(cluster.Await(group.AdvanceLogStartAsync(command)).Status, Is.EqualTo(AppendStatus.Appended));
        cluster.RunUntilAgreed();
        cluster.Run(TimeSpan.FromMilliseconds(50));
    }

    private static void CompactEverywhere(TestCluster cluster)
    {
        foreach (TestBroker broker in cluster.Brokers)
        {
            GroupHandle group = broker.Groups[TestCluster.Group];
            Assert.That(cluster.Await(group.BeginCompactionAsync(new CompactionOptions(), new KeyOffsetMap(1 << 20, new Random(1)), nowMs: 2_000)), Is.True);
            while (!cluster.Await(group.StepCompactionAsync(1 << 20)).IsOver)
            {
            }

            Assert.That(group.Log.CleanedUpTo, Is.GreaterThan(LogIndex.Zero));
        }
    }

    private static void RestartAll(TestCluster cluster)
    {
        cluster.Run(TimeSpan.FromMilliseconds(50));
        foreach (TestBroker broker in cluster.Brokers)
        {
            broker.Crash(losesPower: true);
            broker.Start();
        }

        cluster.RunUntilAgreed();
        cluster.Run(TimeSpan.FromMilliseconds(50));
    }
}
