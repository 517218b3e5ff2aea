using System.Text;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication.Tests;

/// <summary>
/// The metadata group under faults that a seed decides, with snapshots every few entries: whatever a broker lost, missed or was sent, all
/// end with the same commands in the same order, and with every acknowledged one.
/// </summary>
public sealed class RandomSnapshotTests
{
    [Test]
    public void AllBrokers_EndWithTheSameCommands_UnderCrashesAndPowerLoss([Range(1, 16)] int seed)
    {
        var cluster = new TestCluster(seed, new TestClusterOptions
        {
            Brokers = 4,
            Voters = 3,
            HasMetadata = true,
            FlushRate = 0.5,
            TailCacheBytes = 5_000,
            Log = new PartitionLogOptions { SegmentBytes = 4_096 },
            Replication = new ReplicationOptions { Shards = 1, SnapshotAfterEntries = 30 },
        });
        var acknowledged = new List<string>();
        for (int round = 0; round < 12; round++)
        {
            TestBroker victim = cluster.Brokers[cluster.Random.Next(cluster.Brokers.Length)];
            victim.Crash(losesPower: cluster.Random.Next(2) == 0, tearing: cluster.Random);
            AppendSome(cluster, acknowledged, cluster.Random.Next(1, 120));
            victim.Start();
            cluster.Run(TimeSpan.FromMilliseconds(cluster.Random.Next(1, 400)));
        }

        cluster.RunUntilAgreed();
        cluster.Run(TimeSpan.FromSeconds(1));
        List<string> first = State(cluster.Brokers[0]);
        foreach (TestBroker broker in cluster.Brokers)
        {
            Assert.That(State(broker), Is.EqualTo(first), $"{broker.Id} differs.");
        }

        // In their order; a command whose fate was unknown may stand in between.
        Assert.That(first.Where(acknowledged.ToHashSet().Contains), Is.EqualTo(acknowledged));
    }

    private static List<string> State(TestBroker broker) => ((CommandLog)broker.StateMachines[TestCluster.Group]).Commands;

    private static void AppendSome(TestCluster cluster, List<string> acknowledged, int count)
    {
        for (int i = 0; i < count; i++)
        {
            string command = $"command {acknowledged.Count}.{i}";
            GroupHandle leader = cluster.RunUntilLeader().Groups[TestCluster.Group];
            if (cluster.Await(leader.AppendCommandAsync(Encoding.UTF8.GetBytes(command))).IsSuccess)
            {
                acknowledged.Add(command);
            }
        }
    }
}
