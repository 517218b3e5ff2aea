using Microsoft.Extensions.Logging;
using RaftLog.Broker;
using RaftLog.Broker.Partitions;
using RaftLog.Metadata;
using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Server.Configuration;
using RaftLog.Storage;

namespace RaftLog.Server.Node;

/// <summary>
/// One broker, put together from its layers over the four seams; no host, no listener, no console. Its life: created (the data directory is
/// open, the logs are recovered), <see cref="Start"/>, serving, <see cref="HandOverAsync"/>, disposed.
/// </summary>
public sealed class BrokerNode : IAsyncDisposable
{
    private readonly RaftLogOptions _options;
    private readonly BrokerSeams _seams;
    private readonly ILogger _logger;
    private readonly ReplicationEngine _engine;
    private readonly LogFlusher _flusher;
    private readonly DataDirectories _directories;
    private readonly StorageContext _storage;
    private readonly MetadataEnvironment _metadataEnvironment;
    private readonly MetadataService _metadata;
    private readonly MetadataReplica _metadataReplica;

    // Set by Start.
    private FlusherThreads? _flusherThreads;
    private PeerAddressBook? _peers;
    private KafkaBroker? _kafka;
    private BrokerLifecycle? _lifecycle;

    /// <summary>Opens the log directories and recovers the metadata log. Nothing is sent or served yet.</summary>
    /// <exception cref="DataDirectoryException">The data directory cannot be used; the message says why.</exception>
    /// <exception cref="LogCorruptException">The metadata log is damaged.</exception>
    public BrokerNode(RaftLogOptions options, BrokerSeams seams)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(seams);
        _options = options;
        _seams = seams;
        _logger = seams.Loggers.CreateLogger<BrokerNode>();
        Id = new BrokerId(options.BrokerId);
        _engine = new ReplicationEngine(BrokerSettings.Replication(options), new ReplicationEnvironment
        {
            Broker = Id,
            Transport = seams.Transport,
            Time = seams.Time,
            Random = NextRandom(),
            Scheduler = seams.Scheduler,
            Loggers = seams.Loggers,
            Meters = seams.Meters,
        });
        _flusher = new LogFlusher(_engine.FlushListener, seams.Time);
        _storage = new StorageContext(
            seams.Files,
            _flusher,
            new TailCacheBudget(options.Storage.TailCacheBytes),
            seams.Loggers.CreateLogger<StorageContext>(),
            options.Storage.OpenSegmentFiles);
        _directories = new DataDirectoriesOpening(_storage, options.ClusterId, Id, NextRandom()).Open(options.DataDirectory, [.. options.LogDirectories]);
        _metadataEnvironment = new MetadataEnvironment
        {
            Broker = Id,
            ClusterId = options.ClusterId,
            Time = seams.Time,
            Random = NextRandom(),
            Scheduler = seams.Scheduler,
            Loggers = seams.Loggers,
        };
        _metadata = new MetadataService(
            BrokerSettings.Controller(options),
            new ControllerClientOptions(),
            _metadataEnvironment,
            BrokerSettings.Configs(options),
            _engine.Leaders,
            _engine.Rpc,
            seams.Meters);
        _metadataReplica = new MetadataReplica(
            Id, _engine, _directories.First, _storage, _metadata, BrokerSettings.MetadataVoters(options), NextRandom(), seams.Loggers);
        _metadataReplica.Open();
    }

    /// <summary>The broker's number.</summary>
    public BrokerId Id { get; }

    /// <summary>Whether clients are served as they should be, and what is missing if not.</summary>
    public NodeStatus Status => NodeReadiness.Of(_lifecycle, _kafka);

    /// <summary>Whether this broker is the controller, as far as it knows.</summary>
    public bool IsController => _metadata.IsController;

    /// <summary>The Kafka front end. There once the node has been started.</summary>
    public KafkaBroker? Kafka => _kafka;

    /// <summary>The replicas, for a simulation that checks them after each step.</summary>
    internal ReplicationEngine Engine => _engine;

    /// <summary>The metadata as this broker knows it, for the same.</summary>
    internal MetadataStore Metadata => _metadata.Store;

    /// <summary>Connects to the other brokers, takes part in the groups and registers, on threads of its own.</summary>
    /// <param name="kafka">The address that clients are told.</param>
    /// <param name="peer">The address that other brokers are told.</param>
    public void Start(HostPort kafka, HostPort peer)
    {
        Prepare(kafka, peer);
        _flusherThreads = new FlusherThreads(_flusher, _options.Storage.FlushThreads);
        _engine.Start();
        Begin();
    }

    /// <summary>As <see cref="Start"/>, but whoever calls drives the node by <see cref="Poll"/>: for simulations, on one thread.</summary>
    public void StartPolled(HostPort kafka, HostPort peer)
    {
        Prepare(kafka, peer);
        _engine.StartPolled();
        Begin();
    }

    /// <summary>Flushes what is dirty and runs one turn of every shard. Only after <see cref="StartPolled"/>.</summary>
    /// <returns>After how long there is something to do again unless something arrives before.</returns>
    public TimeSpan Poll()
    {
        _flusher.FlushOnce();
        return _engine.Poll();
    }

    /// <summary>Tells the controller that this broker is about to stop, and hands its leaderships to others. Clients are still served meanwhile.</summary>
    public async Task HandOverAsync(TimeSpan timeout)
    {
        if (_lifecycle is null)
        {
            return;
        }

        long started = _seams.Time.GetTimestamp();

        // A controller that does not answer must not use up the time in which leaderships could move.
        await _lifecycle.AnnounceShutdownAsync(timeout / 2);
        var left = timeout - _seams.Time.GetElapsedTime(started);
        int kept = left > TimeSpan.Zero ? await _engine.TransferAllLeadershipsAsync(left) : 0;
        if (kept > 0)
        {
            ServerLog.LeadershipsKept(_logger, kept);
        }
    }

    /// <summary>Leaves the cluster without handing anything over, closes all logs and gives the data directory back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_lifecycle is not null)
        {
            await _lifecycle.DisposeAsync();
        }

        if (_kafka is not null)
        {
            await _kafka.DisposeAsync();
        }

        _peers?.Dispose();
        await _metadata.DisposeAsync();
        await StopEngineAsync();
        _flusherThreads?.Dispose();
        _directories.Dispose();
    }

    private async Task StopEngineAsync()
    {
        var stopping = _engine.StopAsync();

        // A node that never started (a listener could not be bound, say) has no thread that would close its groups.
        while (_lifecycle is null && !stopping.IsCompleted)
        {
            _engine.Poll();
            await Task.Yield();
        }

        await stopping;
    }

    private void Prepare(HostPort kafka, HostPort peer)
    {
        _lifecycle = new BrokerLifecycle(new BrokerLifecycleOptions(), _metadataEnvironment, Identity(kafka, peer), _metadata.Client, _metadata.Store);
        _metadataReplica.Replaced += replica => _lifecycle.ReplaceMetadataReplica(replica.Directory);
        _kafka = new KafkaBroker(new KafkaBrokerEnvironment
        {
            Broker = Id,
            IncarnationId = _lifecycle.IncarnationId,
            Options = BrokerSettings.Broker(_options),
            Engine = _engine,
            MetadataReplica = _metadataReplica,
            Metadata = _metadata.Store,
            Controller = _metadata.Client,
            Configs = _metadata.Configs,
            Directories = _directories,
            Storage = _storage,
            Time = _seams.Time,
            Random = NextRandom(),
            Metrics = new BrokerMetrics(_seams.Meters, _seams.Time),
            Loggers = _seams.Loggers,
        });
        _peers = new PeerAddressBook(_engine, _metadata.Store, _options);
    }

    private void Begin()
    {
        _kafka!.Start();
        _lifecycle!.Start();
    }

    private BrokerIdentity Identity(HostPort kafka, HostPort peer) => new()
    {
        Broker = Id,
        ClusterId = _options.ClusterId,
        Directory = _directories.First.Id,
        MetadataReplica = _metadataReplica.Identity.Directory,
        Kafka = new BrokerEndpoint(kafka.Host, kafka.Port),
        Peer = new BrokerEndpoint(peer.Host, peer.Port),
        Rack = _options.Rack,
    };

    // One for each user: a Random is not thread-safe, and a simulation must not depend on who asks first.
    private Random NextRandom() => new(_seams.Random.Next());
}
