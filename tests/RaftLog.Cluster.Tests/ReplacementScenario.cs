using RaftLog.Client;
using RaftLog.Server.Configuration;

namespace RaftLog.Cluster.Tests;

/// <summary>A cluster on a real disk whose files a test damages between two lives of a broker.</summary>
internal sealed class ReplacementScenario : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string _directory;

    private ReplacementScenario(string directory, EmbeddedCluster cluster)
    {
        _directory = directory;
        Cluster = cluster;
    }

    public EmbeddedCluster Cluster { get; }

    public static async Task<ReplacementScenario> StartAsync(
        int partitions, Action<RaftLogOptions>? configure = null, IReadOnlyDictionary<string, string?>? topicConfigs = null, int brokers = 3)
    {
        string directory = Directory.CreateTempSubdirectory("raftlog-replacement-").FullName;
        var cluster = await EmbeddedCluster.StartAsync(brokers, new EmbeddedClusterOptions { DataDirectory = directory, Configure = configure });
        await ClusterScenario.CreateTopicAsync(cluster, partitions, configs: topicConfigs);
        return new ReplacementScenario(directory, cluster);
    }

    /// <summary>Where a broker keeps its replicas.</summary>
    public string ReplicasOf(EmbeddedBroker broker) => Path.Combine(_directory, $"broker-{broker.Id}", "replicas");

    /// <summary>Takes everything that a stopped broker had.</summary>
    public void Wipe(EmbeddedBroker broker) => Directory.Delete(Path.Combine(_directory, $"broker-{broker.Id}"), recursive: true);

    /// <summary>Waits until all brokers are ready and every partition has all its replicas back as voters.</summary>
    public async Task WaitUntilWholeAsync()
    {
        await Cluster.WaitUntilReadyAsync();
        using var timeout = new CancellationTokenSource(Patience);
        await using var admin = new AdminClient(new ClientOptions { BootstrapServers = Cluster.BootstrapServers });
        while (!(await admin.DescribeTopicsAsync([ClusterScenario.Topic]))[0].Partitions.All(partition => partition.InSyncReplicas.Count == 3))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), timeout.Token);
        }
    }

    /// <summary>
    /// Waits until a broker's replica of the only partition is as long as another's. A follower may have nothing yet of what a majority without it acknowledged.
    /// </summary>
    public Task WaitUntilCaughtUpAsync(EmbeddedBroker behind, EmbeddedBroker leader) => WaitAsync(() => LogBytes(behind) >= LogBytes(leader));

    /// <summary>Waits until something holds.</summary>
    public static async Task WaitAsync(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), timeout.Token);
        }
    }

    /// <summary>The segments of a broker's replica of the only partition, in the order of the log; none while it has no replica yet.</summary>
    public string[] SegmentsOf(EmbeddedBroker broker) =>
    [
        .. Directory.GetDirectories(ReplicasOf(broker))
            .Where(directory => !directory.Contains(".damaged", StringComparison.Ordinal))
            .SelectMany(directory => Directory.GetFiles(directory, "*.log"))
            .Order(StringComparer.Ordinal),
    ];

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    // Without the zeros behind the last frame, of which each broker has as many as its own writes asked for.
    private long LogBytes(EmbeddedBroker broker)
    {
        string[] segments = SegmentsOf(broker);
        if (segments.Length == 0)
        {
            return 0;
        }

        using var last = new FileStream(segments[^1], FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[last.Length];
        int read = last.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return segments.SkipLast(1).Sum(segment => new FileInfo(segment).Length) + bytes.AsSpan(0, read).TrimEnd((byte)0).Length;
    }
}
