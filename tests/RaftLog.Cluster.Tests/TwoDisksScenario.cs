using RaftLog.Client;
using RaftLog.Model;
using RaftLog.Server.Configuration;
using RaftLog.Storage;
using RaftLog.Storage.Tests;

namespace RaftLog.Cluster.Tests;

/// <summary>Three brokers on a real disk, each with two log directories; that of one can be made to fail, and be moved away and back.</summary>
internal sealed class TwoDisksScenario : IAsyncDisposable
{
    public const int Partitions = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string _root;
    private readonly Dictionary<int, FaultyFileSystem> _disks;
    private long _lastNumber;

    private TwoDisksScenario(string root, Dictionary<int, FaultyFileSystem> disks, EmbeddedCluster cluster)
    {
        _root = root;
        _disks = disks;
        Cluster = cluster;
    }

    public EmbeddedCluster Cluster { get; }

    public static async Task<TwoDisksScenario> StartAsync()
    {
        string root = Directory.CreateTempSubdirectory("raftlog-two-disks-").FullName;
        var disks = new Dictionary<int, FaultyFileSystem>();
        var cluster = await EmbeddedCluster.StartAsync(3, new EmbeddedClusterOptions
        {
            DataDirectory = root,
            Configure = options => options.LogDirectories.Add(SecondOf(root, options.BrokerId)),
            Disk = (id, disk) => disks[id] = new FaultyFileSystem(disk),
        });
        await ClusterScenario.CreateTopicAsync(cluster, Partitions);
        var scenario = new TwoDisksScenario(root, disks, cluster);

        // The topic exists before every broker has made its replicas of it.
        await HoldsAsync(
            () => cluster.Brokers.All(broker => scenario.InSecondOf(broker).Count == Partitions / 2),
            "A broker did not place half of its replicas in each directory.");
        return scenario;
    }

    /// <summary>The second log directory of a broker.</summary>
    public string SecondOf(EmbeddedBroker broker) => SecondOf(_root, broker.Id);

    /// <summary>The partitions of the topic whose replicas lie in a broker's second directory, with what identifies these replicas.</summary>
    public IReadOnlyDictionary<int, DirectoryId> InSecondOf(EmbeddedBroker broker) =>
        LogDirectory.ListReplicas(new PhysicalFileSystem(), SecondOf(broker))
            .Where(found => found.Manifest.TopicName == ClusterScenario.Topic)
            .ToDictionary(found => found.Manifest.Partition, found => found.Manifest.Directory);

    /// <summary>Nothing in the second directory of a broker can be read or written any more.</summary>
    public void FailSecondOf(EmbeddedBroker broker)
    {
        string second = SecondOf(broker);
        _disks[broker.Id].Before = (_, path) =>
        {
            if (path.StartsWith(second, StringComparison.Ordinal))
            {
                throw new IOException($"No space left on device : '{path}'");
            }
        };
    }

    public void MendDiskOf(EmbeddedBroker broker) => _disks[broker.Id].Before = static (_, _) => { };

    /// <summary>Writes a record to each of these partitions; completes when they are acknowledged. Their numbers are negative, no workload's.</summary>
    public async Task<IReadOnlyList<AckedRecord>> ProduceToAsync(IEnumerable<int> partitions)
    {
        var acked = new List<AckedRecord>();
        await using var producer = new Producer<Null, long>(new ProducerOptions { BootstrapServers = Cluster.BootstrapServers });
        foreach (int partition in partitions)
        {
            var record = new ProducerRecord<Null, long>(ClusterScenario.Topic, default, --_lastNumber) { Partition = partition };
            var delivered = await producer.ProduceAsync(record).AsTask().WaitAsync(Patience);
            acked.Add(new AckedRecord(_lastNumber, delivered.TopicPartition, delivered.Offset));
        }

        return acked;
    }

    /// <summary>What a broker says of its disks.</summary>
    public async Task<BrokerDisks> DescribeDisksAsync(EmbeddedBroker broker)
    {
        await using var admin = new AdminClient(new ClientOptions { BootstrapServers = Cluster.BootstrapServers });
        return await admin.DescribeDisksAsync(broker.Id);
    }

    /// <summary>Waits until something about a broker holds.</summary>
    public static async Task HoldsAsync(Func<bool> condition, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            Assert.That(patience.IsCancellationRequested, Is.False, what);
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    /// <summary>Waits until every partition has all its replicas as voters, and nothing is offline or lost.</summary>
    public async Task WaitUntilWholeAsync()
    {
        await Cluster.WaitUntilReadyAsync();
        using var timeout = new CancellationTokenSource(Patience);
        await using var admin = new AdminClient(new ClientOptions { BootstrapServers = Cluster.BootstrapServers });
        while (Cluster.Brokers.Any(broker => broker.Status is not { LostReplicas: 0, OfflineDirectories.Count: 0 })
            || !(await admin.DescribeTopicsAsync([ClusterScenario.Topic]))[0].Partitions.All(
                partition => partition.InSyncReplicas.Count == 3 && partition.OfflineReplicas.Count == 0))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), timeout.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    private static string SecondOf(string root, int broker) => Path.Combine(root, $"second-{broker}");
}
