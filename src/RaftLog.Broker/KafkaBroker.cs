using System.IO.Pipelines;
using Microsoft.Extensions.Logging;
using RaftLog.Broker.Compaction;
using RaftLog.Broker.Groups;
using RaftLog.Broker.Handlers;
using RaftLog.Broker.Leadership;
using RaftLog.Broker.Network;
using RaftLog.Broker.Partitions;
using RaftLog.Broker.Scrubbing;
using RaftLog.Broker.Retention;
using RaftLog.Broker.Transactions;
using RaftLog.Storage;

namespace RaftLog.Broker;

/// <summary>
/// The Kafka front end of one broker: serves clients' connections, runs the partition replicas that the metadata place here, and
/// coordinates consumer groups and transactions while this broker is the controller. Thread-safe.
/// </summary>
public sealed class KafkaBroker : IAsyncDisposable
{
    private readonly KafkaBrokerEnvironment _environment;
    private readonly PartitionRegistry _partitions = new();
    private readonly ReplicaSupervisor _supervisor;
    private readonly GroupCoordinator _coordinator;
    private readonly GroupStateKeeper _keeper;
    private readonly OffsetExpiry _offsetExpiry;
    private readonly TransactionCoordinator _transactions;
    private readonly LeaderBalancer _balancer;
    private readonly RetentionLoop _retention;
    private readonly Scrubber _scrubber;
    private readonly CompactionLoop _compaction;
    private readonly RecoveryThrottle _throttle;
    private readonly RequestDispatcher _dispatcher;
    private readonly MetadataGate _gate;
    private readonly ILogger _connectionLog;
    private CoordinatorElection? _election;

    /// <summary>Creates a front end that serves nobody yet.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public KafkaBroker(KafkaBrokerEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        environment.Options.Validate();
        _environment = environment;
        environment.Metrics.Observe(environment.Directories);
        environment.Metrics.Observe(environment.MetadataReplica);
        _connectionLog = environment.Loggers.CreateLogger<KafkaConnection>();
        _supervisor = new ReplicaSupervisor(environment, _partitions);
        _coordinator = new GroupCoordinator(
            environment.Options.Groups,
            environment.Time,
            environment.Random,
            () => environment.Metadata.Current,
            environment.Loggers.CreateLogger<GroupCoordinator>());
        _keeper = new GroupStateKeeper(environment, _coordinator);
        _offsetExpiry = new OffsetExpiry(environment, _coordinator);
        var cluster = new ClusterView(environment.Broker, environment.Metadata, environment.Engine.Leaders);
        var markers = new MarkerWriter(cluster, _partitions, environment.Metrics);
        _transactions = new TransactionCoordinator(environment, new MarkerTransport(environment.Broker, markers, environment.Engine.Rpc));
        var transfers = new LeadershipTransfers(environment.Broker, _partitions, environment.Engine.Rpc);
        _balancer = new LeaderBalancer(environment, _partitions, transfers);
        _retention = new RetentionLoop(environment, _partitions);
        _scrubber = new Scrubber(environment, _partitions);
        _compaction = new CompactionLoop(environment, _partitions);
        _throttle = new RecoveryThrottle(environment);
        _gate = new MetadataGate(_supervisor.MetadataKnown, environment.Time);
        var troubles = new ReplicaTroubles(environment.Broker, _partitions, environment.Directories, _supervisor.IsClosedForItsDisk);
        _dispatcher = new RequestDispatcher(BrokerApis.Create(environment, cluster, _partitions, _coordinator, _transactions, markers, transfers, troubles), environment.Time);
    }

    /// <summary>Whether the image includes this process's registration, and the replicas that it gave this broker by then are open (or have failed for good).</summary>
    public bool IsCaughtUp => _supervisor.IsCaughtUp;

    /// <summary>How many replicas are open here.</summary>
    public int PartitionCount => _partitions.Count;

    /// <summary>How many replicas of this broker are lost (their disk was wiped, or damage was found) and not rebuilt from the others yet.</summary>
    public int LostReplicaCount => _environment.Metadata.Current.Topics.ById.Values
        .SelectMany(topic => topic.Partitions)
        .Count(partition => partition.Lost.Any(replica => replica.Broker == _environment.Broker));

    /// <summary>
    /// How the metadata log here is. While it is closed because its disk failed, the broker serves by the metadata that it has, and takes no part in changing
    /// it; while it is rebuilt, its successor is no full member of the metadata group yet.
    /// </summary>
    public MetadataLogState MetadataLog => _environment.MetadataReplica.State;

    /// <summary>How many logs here, that of the metadata included, are closed until their disk takes writes again.</summary>
    public int OfflineLogCount => _supervisor.OfflineLogs;

    /// <summary>The log directories of this broker that cannot be used.</summary>
    public IReadOnlyList<OfflineDirectory> OfflineDirectories => _environment.Directories.Offline;

    /// <summary>How many replicas of this broker lie in log directories that could not be opened at its start.</summary>
    public int OfflineReplicaCount => _environment.Directories.OfflineReplicaCount;

    /// <summary>How many partitions are led here.</summary>
    public int LedPartitionCount => _partitions.All.Count(replica => replica.State.IsLeader);

    /// <summary>Begins to follow the metadata; connections that come before wait.</summary>
    public void Start()
    {
        _election = new CoordinatorElection(_environment.Broker, _environment.Engine.Leaders, _coordinator, _transactions);
        _transactions.Start();
        _supervisor.Start();
        _throttle.Start();
        _keeper.Start();
        _offsetExpiry.Start();
        _balancer.Start();
        _scrubber.Start();
        _retention.Start();
        _compaction.Start();
    }

    /// <summary>
    /// Serves one connection until it ends; completes both of its pipes. Never throws. Nothing is answered before this broker has seen its own
    /// registration in the metadata; a connection that waits for that too long is closed.
    /// </summary>
    /// <param name="transport">The connection.</param>
    /// <param name="remote">The client's address, for logs and DescribeGroups.</param>
    /// <param name="thread">What to ask before each request is started; null where no thread is waited for by others.</param>
    /// <param name="stopping">Ends the connection: long waits end at once, requests under way are answered.</param>
    public async Task ServeAsync(IDuplexPipe transport, string remote, IStartingThread? thread, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(transport);
        if (await _gate.PassAsync(stopping))
        {
            await new KafkaConnection(
                transport, remote, thread, _dispatcher, _environment.Options.Listener, _environment.Metrics, _connectionLog, stopping).RunAsync();
            return;
        }

        await transport.Input.CompleteAsync();
        await transport.Output.CompleteAsync();
    }

    /// <summary>Stops following the metadata and coordinating groups. The replicas stay open until the engine stops; connections end with their tokens.</summary>
    public async ValueTask DisposeAsync()
    {
        _throttle.Dispose();
        await _compaction.DisposeAsync();
        await _retention.DisposeAsync();
        await _scrubber.DisposeAsync();
        await _balancer.DisposeAsync();
        _election?.Dispose();
        await _offsetExpiry.DisposeAsync();
        await _keeper.DisposeAsync();
        _coordinator.Dispose();
        await _transactions.DisposeAsync();
        await _supervisor.DisposeAsync();
    }
}
