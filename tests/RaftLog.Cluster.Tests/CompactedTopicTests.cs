using System.Buffers.Binary;
using RaftLog.Client;
using RaftLog.Model;
using RaftLog.Storage;
using RaftLog.Tests;

namespace RaftLog.Cluster.Tests;

/// <summary>A compacted topic on a cluster whose brokers are killed while they compact.</summary>
public sealed class CompactedTopicTests
{
    private const int Keys = 40;
    private const int ValueBytes = 4_000;
    private const int BytesOfAnUpdate = ValueBytes + 200;

    private string _directory = null!;

    [SetUp]
    public void Begin() => _directory = Directory.CreateTempSubdirectory("raftlog-compacted-").FullName;

    [TearDown]
    public void End() => Directory.Delete(_directory, recursive: true);

    [Test]
    public async Task EachReplica_EndsWithTheLastValueOfEachKey_AndShort_AfterKillsDuringCompaction()
    {
        KeyedWorkload workload;
        await using (var cluster = await StartAsync())
        {
            await using (workload = new KeyedWorkload(cluster, ClusterScenario.Topic, Keys, ValueBytes))
            {
                foreach (var broker in cluster.Brokers)
                {
                    await workload.AdvanceAsync(1_500);
                    await broker.KillAsync();
                    await workload.AdvanceAsync(500);
                    await broker.StartAsync();
                    await cluster.WaitUntilReadyAsync();
                }

                await workload.AdvanceAsync(1_500);
                await workload.StopAsync();
            }

            await WaitUntilShortAsync(cluster);
        }

        foreach (string replica in ReplicaDirectories())
        {
            Assert.That(ReadReplica(replica), Is.EquivalentTo(workload.Last), replica);
        }
    }

    private async Task<EmbeddedCluster> StartAsync()
    {
        var cluster = await EmbeddedCluster.StartAsync(3, new EmbeddedClusterOptions
        {
            DataDirectory = _directory,
            Configure = options => options.Compaction.CheckIntervalMs = 20,
        });
        await using var admin = new AdminClient(new ClientOptions { BootstrapServers = cluster.BootstrapServers });
        await admin.CreateTopicAsync(new NewTopic(ClusterScenario.Topic, Partitions: 1, ReplicationFactor: 3)
        {
            Configs = new Dictionary<string, string?>
            {
                ["cleanup.policy"] = "compact",
                ["segment.bytes"] = "1048576",
                ["min.cleanable.dirty.ratio"] = "0.1",
            },
        });
        return cluster;
    }

    // What is sealed shrinks to one record a key; the active segment is never touched.
    private async Task WaitUntilShortAsync(EmbeddedCluster cluster)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        long enough = (Keys * BytesOfAnUpdate * 3 / 2) + (2 * 1024 * 1024);
        while (ReplicaDirectories().Any(replica => LogBytes(replica) > enough))
        {
            Assert.That(cluster.Brokers.All(broker => broker.IsRunning), Is.True);
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }

    private string[] ReplicaDirectories() =>
        [.. Directory.GetDirectories(_directory, "broker-*").SelectMany(broker => Directory.GetDirectories(Path.Combine(broker, "replicas")))];

    private static long LogBytes(string replica) => new DirectoryInfo(replica).GetFiles("*.log").Sum(file => file.Length);

    // As a broker would open it.
    private static Dictionary<long, long> ReadReplica(string directory)
    {
        var flusher = new LogFlusher(new NobodyListens(), TimeProvider.System);
        var storage = new StorageContext(new PhysicalFileSystem(), flusher, new TailCacheBudget(0));
        using var log = PartitionLog.Open(storage, directory, new PartitionLogOptions());
        var last = new Dictionary<long, long>();
        using var cursor = log.OpenCursor(log.FirstIndex);
        while (cursor.MoveNext(log.LastIndex))
        {
            if (cursor.Current.Header.Kind == EntryKind.Data)
            {
                using var records = RecordReader.Open(cursor.Current.Payload);
                while (records.TryRead(out var record))
                {
                    last[BinaryPrimitives.ReadInt64BigEndian(record.Key!.Value.Span)] = BitConverter.ToInt64(record.Value!.Value.Span);
                }
            }
        }

        return last;
    }
}
