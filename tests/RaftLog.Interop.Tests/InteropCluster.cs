using RaftLog.Client;
using RaftLog.LocalCluster;
using RaftLog.Model;

[assembly: Category("Interop")]
[assembly: LevelOfParallelism(3)]

namespace RaftLog.Interop.Tests;

/// <summary>Three real broker processes on free ports, the same as <c>make cluster</c> boots, for all tests of this assembly.</summary>
[SetUpFixture]
internal sealed class InteropCluster
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // So that a compacted topic gets short while a test waits.
    private static readonly string[] OftenCleaned = ["Retention:CheckIntervalMs=100", "Compaction:CheckIntervalMs=100"];

    private static LocalBrokers? _brokers;
    private string _folder = "";

    public static string BootstrapServers => _brokers!.Layout.BootstrapServers;

    public static ClientOptions Client => new() { BootstrapServers = BootstrapServers };

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        await GoProgram.BuildAsync(CancellationToken.None);
        _folder = Directory.CreateTempSubdirectory("raftlog-interop-").FullName;
        _brokers = new LocalBrokers(ClusterLayout.LoadOnFreePorts(Checkout.Root, "three-nodes", _folder), Checkout.ServerProgram);
        await _brokers.StartAsync(Patience, CancellationToken.None, OftenCleaned);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_brokers is not null)
        {
            await _brokers.KillAllAsync(CancellationToken.None);
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A topic with a replica on each broker, made by our own client.</summary>
    public static async Task CreateTopicAsync(string topic, int partitions, CancellationToken cancellation)
    {
        await using var admin = new AdminClient(Client);
        await admin.CreateTopicAsync(new NewTopic(topic, partitions, ReplicationFactor: 3), cancellation);
    }

    /// <summary>Kills the leader of partition 0 of a topic, and returns its number.</summary>
    public static async Task<int> KillLeaderAsync(string topic, CancellationToken cancellation)
    {
        await using var admin = new AdminClient(Client);
        IReadOnlyList<TopicDescription> topics = await admin.DescribeTopicsAsync([topic], cancellation);
        int leader = topics[0].Partitions[0].Leader;
        await _brokers![leader].KillAsync(cancellation);
        return leader;
    }

    /// <summary>Starts what does not run, and waits until all brokers are ready.</summary>
    public static Task StartAllAsync(CancellationToken cancellation) => _brokers!.StartAsync(Patience, cancellation, OftenCleaned);
}
