using RaftLog.Client;

namespace RaftLog.Cluster.Tests;

/// <summary>A broker that was down or wiped gets whole segments, over real connections and onto a real disk, while the others are written to.</summary>
public sealed class SegmentCatchUpTests
{
    private const int ValueBytes = 16 * 1024;
    private const int Records = 400;
    private const string CheckpointName = "log-checkpoint";

    [Test]
    public async Task BrokerThatLacksMuch_EndsWithTheSameSegments([Values] bool isWiped)
    {
        await using var scenario = await ReplacementScenario.StartAsync(
            partitions: 1,
            options =>
            {
                // What is in memory still is sent in appends.
                options.Storage.TailCacheBytes = 1024 * 1024;
                options.Replication.ShipSegmentsFromBytes = 2 * 1024 * 1024;
            },
            new Dictionary<string, string?> { ["segment.bytes"] = "1048576" });
        var leader = await ClusterScenario.LeaderOfAsync(scenario.Cluster, partition: 0);
        var late = scenario.Cluster.Brokers.First(broker => broker != leader);
        await late.KillAsync();
        await WriteAsync(scenario.Cluster, Records);
        if (isWiped)
        {
            scenario.Wipe(late);
        }

        var writing = WriteAsync(scenario.Cluster, Records / 4);
        await late.StartAsync();
        await writing;
        await scenario.WaitUntilWholeAsync();

        // A log of which nothing was dropped has a checkpoint only if it came in segments.
        await ReplacementScenario.WaitAsync(() => Directory.GetFiles(scenario.ReplicasOf(late), CheckpointName, SearchOption.AllDirectories).Length > 0);
        await scenario.WaitUntilCaughtUpAsync(late, leader);

        await scenario.Cluster.KillAllAsync();
        string[] segments = scenario.SegmentsOf(leader);
        Assert.That(segments, Has.Length.GreaterThan(5));
        var copies = scenario.SegmentsOf(late).ToDictionary(segment => Path.GetFileName(segment));
        foreach (string segment in segments.SkipLast(1))
        {
            string copy = copies[Path.GetFileName(segment)];
            Assert.That(File.ReadAllBytes(copy).AsSpan().SequenceEqual(File.ReadAllBytes(segment)), Is.True, copy);
        }
    }

    private static async Task WriteAsync(EmbeddedCluster cluster, int records)
    {
        await using var producer = new Producer<byte[], byte[]>(new ProducerOptions { BootstrapServers = cluster.BootstrapServers });
        byte[] value = new byte[ValueBytes];
        new Random(1).NextBytes(value);
        for (int i = 0; i < records; i++)
        {
            await producer.SendAsync(new ProducerRecord<byte[], byte[]>(ClusterScenario.Topic, null!, value));
        }

        await producer.FlushAsync();
    }
}
