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

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
