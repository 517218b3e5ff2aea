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
        await WaitUntilCaughtUpAsync(scenario, leader, late);

        await scenario.Cluster.KillAllAsync();
        string[] segments = Segments(scenario, leader);
        Assert.That(segments, Has.Length.GreaterThan(5));
        foreach (string segment in segments.SkipLast(1))
        {
            string copy = Path.Combine(ReplicaOf(scenario, late), Path.GetFileName(segment));
            Assert.That(File.ReadAllBytes(copy).AsSpan().SequenceEqual(File.ReadAllBytes(segment)), Is.True, copy);
        }
    }

    // A log of which nothing was dropped has a checkpoint only if it came in segments.
    private static async Task WaitUntilCaughtUpAsync(ReplacementScenario scenario, EmbeddedBroker leader, EmbeddedBroker late)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!File.Exists(Path.Combine(ReplicaOf(scenario, late), CheckpointName)) || LogBytes(scenario, late) < LogBytes(scenario, leader))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), timeout.Token);
        }
    }

    // Without the zeros behind the last frame, of which each broker has as many as its own writes asked for.
    private static long LogBytes(ReplacementScenario scenario, EmbeddedBroker broker)
    {
        string[] segments = Segments(scenario, broker);
        using var last = new FileStream(segments[^1], FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[last.Length];
        int read = last.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return segments.SkipLast(1).Sum(segment => new FileInfo(segment).Length) + bytes.AsSpan(0, read).TrimEnd((byte)0).Length;
    }

    private static string ReplicaOf(ReplacementScenario scenario, EmbeddedBroker broker) =>
        Directory.GetDirectories(scenario.ReplicasOf(broker)).Single(directory => !directory.Contains(".damaged", StringComparison.Ordinal));

    private static string[] Segments(ReplacementScenario scenario, EmbeddedBroker broker) =>
        [.. Directory.GetFiles(ReplicaOf(scenario, broker), "*.log").Order(StringComparer.Ordinal)];

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
