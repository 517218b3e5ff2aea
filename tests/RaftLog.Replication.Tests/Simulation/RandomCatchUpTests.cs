using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication.Tests;

/// <summary>
/// A partition under faults that a seed decides, whose replicas lack much so often that most catch up by segments: whatever broke in between, all
/// end with the same frames, and with every acknowledged record.
/// </summary>
public sealed class RandomCatchUpTests
{
    [Test]
    public void AllBrokers_EndWithTheSameFrames_UnderCrashesAndPowerLoss([Range(1, 16)] int seed)
    {
        var cluster = new TestCluster(seed, new TestClusterOptions
        {
            FlushRate = 0.5,
            TailCacheBytes = 3_000,
            Log = new PartitionLogOptions { SegmentBytes = 4_096 },
            Replication = new ReplicationOptions { Shards = 1, ShipSegmentsFromBytes = 8_192, ShippingPieceBytes = 1_024 },
        });
        cluster.Network.LossRate = 0.01;
        var records = new AcknowledgedRecords(cluster);
        for (int round = 0; round < 10; round++)
        {
            TestBroker victim = cluster.Brokers[cluster.Random.Next(cluster.Brokers.Length)];
            victim.Crash(losesPower: cluster.Random.Next(2) == 0, tearing: cluster.Random);
            AppendSome(cluster, records, cluster.Random.Next(20, 200));
            victim.Start();
            AppendSome(cluster, records, cluster.Random.Next(0, 20));
            cluster.Run(TimeSpan.FromMilliseconds(cluster.Random.Next(1, 300)));
            TestBroker[] two = [.. cluster.Brokers.OrderBy(_ => cluster.Random.Next()).Take(2)];
            cluster.Network.Break(two[0].Id, two[1].Id);
        }

        cluster.Network.LossRate = 0;
        cluster.RunUntilAgreed();
        cluster.Run(TimeSpan.FromSeconds(2));
        records.Collect();
        records.AssertAllThere();
        LogFiles.AssertSameFrames(cluster);
        Assert.That(cluster.Network.Traffic.GetValueOrDefault((PeerFrameKind.SnapshotChunk, PeerLane.Bulk)).Frames, Is.Positive);
    }

    private static void AppendSome(TestCluster cluster, AcknowledgedRecords records, int count)
    {
        for (int i = 0; i < count; i++)
        {
            records.Append(cluster.RunUntilLeader(), padding: new string('.', 100));
            cluster.Step();
            records.Collect();
        }
    }
}
