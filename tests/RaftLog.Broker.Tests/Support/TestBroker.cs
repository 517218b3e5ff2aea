using Microsoft.Extensions.Logging.Abstractions;
using RaftLog.Broker.Partitions;
using RaftLog.Broker.Tests.Allocations;
using RaftLog.Consensus;
using RaftLog.Metadata;
using RaftLog.Model;
using RaftLog.Protocol.Messages;
using RaftLog.Replication;
using RaftLog.Storage;

namespace RaftLog.Broker.Tests.Support;

/// <summary>
/// A cluster of one broker, everything as shipped but for the disk (in memory) and the network between brokers (none). Other brokers can be
/// registered by name only, to see what this one says about partitions that are not its own.
/// </summary>
internal sealed class TestBroker : IAsyncDisposable
{
    public const int Id = 1;
    public const string Host = "broker-one";
    public const int Port = 9092;

    private const long DefaultTailCacheBytes = 16 << 20;

    private readonly ReplicationEngine _engine;
    private readonly LogFlusher _flusher;
    private readonly FlusherThreads _flushing;
    private readonly DataDirectories _directories;
    private readonly MetadataService _metadata;
    private readonly BrokerLifecycle _lifecycle;
    private readonly KafkaBroker _broker;
    private readonly PlainMeterFactory _meters = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _serving = [];

    private TestBroker(
        Action<BrokerOptions> configure, Dictionary<string, string> configFile, IFileSystem disk, int incarnation, string directory, long tailCacheBytes)
    {
        var self = new BrokerId(Id);
        var time = TimeProvider.System;
        var random = new Random(1);
        _engine = new ReplicationEngine(
            new ReplicationOptions { Shards = 1 },
            new ReplicationEnvironment
            {
                Broker = self,
                Transport = new NoPeers(),
                Time = time,
                Random = new Random(2),
                Loggers = NullLoggerFactory.Instance,
            });
        _flusher = new LogFlusher(_engine.FlushListener, time);
        _flushing = new FlusherThreads(_flusher, 1);
        var storage = new StorageContext(disk, _flusher, new TailCacheBudget(tailCacheBytes));
        _directories = new DataDirectoriesOpening(storage, "cluster", self, random).Open(directory, []);

        var environment = new MetadataEnvironment
        {
            Broker = self,
            ClusterId = "cluster",
            Time = time,

            Random = new Random(incarnation),
            Loggers = NullLoggerFactory.Instance,
        };
        var configs = new ConfigResolver(self, configFile);
        _metadata = new MetadataService(new ControllerOptions(), new ControllerClientOptions(), environment, configs, _engine.Leaders, _engine.Rpc);
        var replica = new ReplicaId(self, _directories.First.Id);
        var metadataReplica = new MetadataReplica(
            self, _engine, _directories.First, storage, _metadata, new GroupConfiguration([replica]), random, NullLoggerFactory.Instance);
        metadataReplica.Open();
        _lifecycle = new BrokerLifecycle(
            new BrokerLifecycleOptions(),
            environment,
            new BrokerIdentity
            {
                Broker = self,
                ClusterId = "cluster",
                Directory = _directories.First.Id,
                Kafka = new BrokerEndpoint(Host, Port),
                Peer = new BrokerEndpoint(Host, 7092),
            },
            _metadata.Client,
            _metadata.Store);

        var options = new BrokerOptions();
        options.Groups.InitialRebalanceDelay = TimeSpan.Zero;
        configure(options);
        _broker = new KafkaBroker(new KafkaBrokerEnvironment
        {
            Broker = self,
            IncarnationId = _lifecycle.IncarnationId,
            Options = options,
            Engine = _engine,
            MetadataReplica = metadataReplica,
            Metadata = _metadata.Store,
            Controller = _metadata.Client,
            Configs = configs,
            Directories = _directories,
            Storage = storage,
            Time = time,
            Random = random,
            Metrics = new BrokerMetrics(_meters, time),
            Loggers = NullLoggerFactory.Instance,
        });
    }

    public MetadataImage Image => _metadata.Store.Current;

    public KafkaBroker Broker => _broker;

    /// <summary>Follows the image, from what it is now on.</summary>
    public IDisposable Watch(Action<MetadataChange> listener) => _metadata.Store.Subscribe(listener);

    /// <summary>Starts a broker and waits until it may be given work.</summary>
    /// <param name="configure">Changes the options.</param>
    /// <param name="configFile">What stands in its configuration file.</param>
    /// <param name="disk">Its disk, when another broker's life before is to go on.</param>
    /// <param name="incarnation">Decides the incarnation id; the same again is the worst that bad randomness can do.</param>
    /// <param name="directory">Where on the disk the data is.</param>
    /// <param name="tailCacheBytes">How much of the ends of the logs is kept in memory.</param>
    public static async Task<TestBroker> StartAsync(
        Action<BrokerOptions>? configure = null,
        Dictionary<string, string>? configFile = null,
        IFileSystem? disk = null,
        int incarnation = 1,
        string directory = "/data",
        long tailCacheBytes = DefaultTailCacheBytes)
    {
        var test = Create(configure, configFile, disk, incarnation, directory, tailCacheBytes);
        await test.JoinAsync();
        return test;
    }

    /// <summary>A broker that clients can connect to, but that knows nobody yet.</summary>
    public static TestBroker Create(
        Action<BrokerOptions>? configure = null,
        Dictionary<string, string>? configFile = null,
        IFileSystem? disk = null,
        int incarnation = 1,
        string directory = "/data",
        long tailCacheBytes = DefaultTailCacheBytes)
    {
        var test = new TestBroker(configure ?? (_ => { }), configFile ?? [], disk ?? new InMemoryFileSystem(), incarnation, directory, tailCacheBytes);
        test._broker.Start();
        return test;
    }

    /// <summary>Lets it take part in its cluster, and waits until it may be given work.</summary>
    public async Task JoinAsync()
    {
        _engine.Start();
        _lifecycle.Start();
        await _lifecycle.Ready.WaitAsync(TimeSpan.FromSeconds(30));
        await Eventually.HoldsAsync(() => _broker.IsCaughtUp, "The broker did not catch up with its own registration.");
    }

    public TestClient Connect(int bufferBytes = 1 << 20)
    {
        var (client, server) = DuplexPipe.CreatePair(bufferBytes);
        var serving = _broker.ServeAsync(server, "127.0.0.1:5000", thread: null, _stopping.Token);
        _serving.Add(serving);
        return new TestClient(client, serving);
    }

    /// <summary>A connection for measuring, which makes no garbage of its own.</summary>
    public RawConnection ConnectRaw(int bufferBytes = 8 << 20)
    {
        var (client, server) = DuplexPipe.CreatePair(bufferBytes, new BlockPool());
        _serving.Add(_broker.ServeAsync(server, "127.0.0.1:5000", thread: null, _stopping.Token));
        return new RawConnection(client);
    }

    /// <summary>Creates a topic through the protocol and expects it to work.</summary>
    public async Task<CreateTopicsResponse.Topic> CreateTopicAsync(
        string name, int partitions = 1, IReadOnlyDictionary<string, string>? configs = null)
    {
        var request = new CreateTopicsRequest { TimeoutMs = 30_000 };
        request.Topics.Add(new CreateTopicsRequest.Topic
        {
            Name = name,
            NumPartitions = partitions,
            ReplicationFactor = 1,
            Configs = [.. (configs ?? new Dictionary<string, string>()).Select(
                pair => new CreateTopicsRequest.Config { Name = pair.Key, Value = pair.Value })],
        });
        var created = (await Connect().CallAsync(request, version: 7)).Topics.Single();
        Assert.That(created.ErrorCode, Is.EqualTo(ErrorCode.None), created.ErrorMessage);
        return created;
    }

    /// <summary>Makes the cluster believe in a live broker that is not there.</summary>
    public async Task RegisterPhantomAsync(int id)
    {
        var registered = await _metadata.Client.RegisterBrokerAsync(new RegisterBrokerCommand
        {
            Broker = new BrokerId(id),
            ClusterId = "cluster",
            IncarnationId = new Guid(id, 0, 0, new byte[8]),
            Directory = new DirectoryId((ulong)id),
            KafkaHost = $"broker-{id}",
            KafkaPort = Port,
            PeerHost = $"broker-{id}",
            PeerPort = 7092,
        });
        Assert.That(registered.Error, Is.EqualTo(ErrorCode.None), registered.ErrorMessage);
        var beat = await _metadata.Client.HeartbeatAsync(new BrokerHeartbeatCommand
        {
            Broker = new BrokerId(id),
            BrokerEpoch = registered.BrokerEpoch,
            IsCaughtUp = true,
        });
        Assert.That(beat.IsFenced, Is.False);
    }

    /// <summary>Says, as another broker would, who leads a partition.</summary>
    public void AnnounceLeader(string topic, int partition, int leader, int term)
    {
        Assert.That(Image.Topics.TryGet(new TopicPartition(topic, partition), out var found), Is.True);
        _engine.Leaders.Learn(found!.Group, new GroupLeader(new BrokerId(leader), new Term(term)));
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_serving).WaitAsync(TimeSpan.FromSeconds(30));
        await _broker.DisposeAsync();
        await _lifecycle.DisposeAsync();
        await _metadata.DisposeAsync();
        await _engine.DisposeAsync();
        _flushing.Dispose();
        _directories.Dispose();
        _meters.Dispose();
        _stopping.Dispose();
    }
}
