using System.Diagnostics;
using System.Globalization;
using RaftLog.Benchmarks.CatchUp;
using RaftLog.Benchmarks.Limits;
using RaftLog.Client;
using RaftLog.LocalCluster;

namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>Broker processes as <c>make cluster</c> starts them, on ports and in a folder of their own; gone when it is disposed of.</summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    /// <summary>The configuration of three brokers.</summary>
    public const string ThreeBrokers = "three-nodes";

    // Thousands of partitions take their time.
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan DeletePatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DeletePoll = TimeSpan.FromMilliseconds(50);

    private readonly string _folder;
    private readonly string[] _settings;
    private readonly BrokerMetrics _metrics;
    private int _topics;

    private BenchCluster(string configuration, string[] settings)
    {
        _folder = Path.Combine(Checkout.Root, ".run", string.Create(CultureInfo.InvariantCulture, $"bench-{Environment.ProcessId}-cluster"));
        _settings = settings;
        Brokers = new LocalBrokers(ClusterLayout.LoadOnFreePorts(Checkout.Root, configuration, _folder), Checkout.ServerProgram);
        _metrics = new BrokerMetrics(Brokers);
        Admin = new AdminClient(new ClientOptions { BootstrapServers = BootstrapServers, RequestTimeout = StartPatience, OperationTimeout = StartPatience });
        Client = new LoadClient(LoadProgram.Own, BootstrapServers);
    }

    /// <summary>The broker processes.</summary>
    public LocalBrokers Brokers { get; }

    /// <summary>Creates topics and tells of them, with patience.</summary>
    public AdminClient Admin { get; }

    /// <summary>Runs <c>raftlog bench</c> against them.</summary>
    public LoadClient Client { get; }

    /// <summary>What a client connects to.</summary>
    public string BootstrapServers => Brokers.Layout.BootstrapServers;

    /// <summary>The processor time that all brokers that run have used since they started, in seconds.</summary>
    public double CpuSeconds => Brokers.Brokers.Where(broker => broker.ProcessId is not null).Sum(broker => ProcessUse.Of(broker).Seconds);

    /// <summary>The resident memory of the largest broker.</summary>
    public double MemoryMiB => Brokers.Brokers.Max(ResidentMemory.MiBOf);

    /// <param name="configuration">A folder or file under <c>cluster-configs</c>.</param>
    /// <param name="settings">Settings of the brokers on top of it, as <c>Key=value</c>.</param>
    /// <param name="cancellation">Ends the start.</param>
    public static async Task<BenchCluster> StartAsync(string configuration, string[] settings, CancellationToken cancellation)
    {
        var cluster = new BenchCluster(configuration, settings);
        try
        {
            await cluster.StartStoppedAsync(cancellation);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the brokers that do not run.</summary>
    public Task StartStoppedAsync(CancellationToken cancellation) => Brokers.StartAsync(StartPatience, cancellation, _settings);

    /// <summary>Creates a topic of a name not used before, with a replica on each broker.</summary>
    /// <returns>The name.</returns>
    public async Task<string> CreateTopicAsync(int partitions, string flush, CancellationToken cancellation)
    {
        string topic = $"bench-{++_topics}";
        var configs = new Dictionary<string, string?> { ["raftlog.flush"] = flush, ["file.delete.delay.ms"] = "0" };
        await Admin.CreateTopicAsync(new NewTopic(topic, partitions, (short)Brokers.Brokers.Count) { Configs = configs }, cancellation);
        return topic;
    }

    /// <summary>Deletes a topic, and waits until its files are gone and the disk is at rest, so that the next row does not pay for this one.</summary>
    public async Task DeleteTopicAsync(string topic, CancellationToken cancellation)
    {
        string id = (await Admin.DescribeTopicsAsync([topic], cancellation))[0].TopicId.ToString("N");
        await Admin.DeleteTopicAsync(topic, cancellation);
        long began = Stopwatch.GetTimestamp();
        while (HoldsFilesOf(id))
        {
            if (Stopwatch.GetElapsedTime(began) > DeletePatience)
            {
                throw new BenchmarkException($"The files of a deleted topic are still there after {DeletePatience.TotalSeconds:0} s.");
            }

            await Task.Delay(DeletePoll, cancellation);
        }

        await DiskSettling.WaitAsync(cancellation);
    }

    /// <summary>The sum of a metric over all brokers.</summary>
    public async Task<double> MetricAsync(string name, CancellationToken cancellation) => BrokerMetrics.Sum(await _metrics.ReadAsync(cancellation), name);

    /// <summary>What the brokers have used up so far. The look itself costs them some milliseconds, which are kept out between two looks.</summary>
    /// <param name="begins">Whether it is what comes after that counts, or what came before.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<BrokerUse> UseAsync(bool begins, CancellationToken cancellation)
    {
        var processes = begins ? default : Processes();
        var processors = ProcessorTimes.Now();
        IReadOnlyList<string> metrics = await _metrics.ReadAsync(cancellation);
        return new BrokerUse(
            begins ? Processes() : processes,
            BrokerMetrics.Sum(metrics, "dotnet_gc_heap_total_allocated"),
            BrokerMetrics.Sum(metrics, "dotnet_gc_collections"),
            BrokerMetrics.Sum(metrics, "dotnet_gc_collections", "=\"gen2\""),
            BrokerMetrics.Sum(metrics, "dotnet_jit_compiled_methods"),
            begins ? ProcessorTimes.Now() : processors);
    }

    public async ValueTask DisposeAsync()
    {
        await Brokers.KillAllAsync(CancellationToken.None);
        await Admin.DisposeAsync();
        _metrics.Dispose();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private bool HoldsFilesOf(string topicId) => Brokers.Brokers.Any(broker =>
        Directory.EnumerateDirectories(Path.Combine(broker.Node.DataDirectory, "replicas"), topicId + "*").Any());

    private ProcessUse Processes() => Brokers.Brokers.Select(ProcessUse.Of).Aggregate((one, other) => one + other);
}
