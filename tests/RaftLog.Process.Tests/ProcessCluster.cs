using RaftLog.Client;
using RaftLog.LocalCluster;

namespace RaftLog.Process.Tests;

/// <summary>Three broker processes of one test, on free ports and with a folder of their own; gone when the test is over.</summary>
internal sealed class ProcessCluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("raftlog-process-").FullName;

    private ProcessCluster() =>
        Brokers = new LocalBrokers(ClusterLayout.LoadOnFreePorts(Checkout.Root, "three-nodes", _folder), Checkout.ServerProgram);

    public LocalBrokers Brokers { get; }

    public string BootstrapServers => Brokers.Layout.BootstrapServers;

    public static async Task<ProcessCluster> StartAsync()
    {
        var cluster = new ProcessCluster();
        await cluster.StartAllAsync();
        return cluster;
    }

    public Task StartAllAsync() => Brokers.StartAsync(Patience, CancellationToken.None);

    public async Task CreateTopicAsync(string topic, int partitions)
    {
        await using var admin = new AdminClient(new ClientOptions { BootstrapServers = BootstrapServers });
        await admin.CreateTopicAsync(new NewTopic(topic, partitions, 3));
    }

    /// <summary>The broker that leads a partition, once one does.</summary>
    public async Task<BrokerProcess> LeaderAsync(string topic, int partition)
    {
        await using var admin = new AdminClient(new ClientOptions { BootstrapServers = BootstrapServers });
        while (true)
        {
            IReadOnlyList<TopicDescription> topics = await admin.DescribeTopicsAsync([topic]);
            int leader = topics[0].Partitions.First(p => p.Partition == partition).Leader;
            if (leader >= 0)
            {
                return Brokers[leader];
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Brokers.KillAllAsync(CancellationToken.None);
        Directory.Delete(_folder, recursive: true);
    }
}
