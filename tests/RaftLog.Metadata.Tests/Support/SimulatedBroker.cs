using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Storage;

namespace RaftLog.Metadata.Tests.Support;

/// <summary>One broker of a <see cref="SimulatedCluster"/>: a disk that outlives crashes, and a process that does not.</summary>
internal sealed class SimulatedBroker(SimulatedCluster cluster, int number)
{
    private readonly InMemoryFileSystem _disk = new();
    private int _starts;

    public BrokerId Id { get; } = new(number);

    public DirectoryId Directory { get; } = Images.Directory(number);

    public bool IsUp { get; private set; }

    /// <summary>Runs the work of the present process; that of a killed one is never run again.</summary>
    public StepScheduler Scheduler { get; private set; } = new();

    public ReplicationEngine Engine { get; private set; } = null!;

    public LogFlusher Flusher { get; private set; } = null!;

    public MetadataService Metadata { get; private set; } = null!;

    public BrokerLifecycle Lifecycle { get; private set; } = null!;

    public GroupHandle Group { get; private set; } = null!;

    public MetadataImage Image => Metadata.Store.Current;

    public void Start()
    {
        Scheduler = new StepScheduler();
        var random = new Random((number * 1_000) + _starts++);
        Engine = new ReplicationEngine(cluster.Replication, new ReplicationEnvironment
        {
            Broker = Id,
            Transport = cluster.Network.Join(Id),
            Time = cluster.Time,
            Random = random,
            Scheduler = Scheduler,
            Loggers = cluster.Log,
        });
        Flusher = new LogFlusher(Engine.FlushListener, cluster.Time);
        var environment = new MetadataEnvironment
        {
            Broker = Id,
            ClusterId = Images.ClusterId,
            Time = cluster.Time,
            Random = random,
            Scheduler = Scheduler,
            Loggers = cluster.Log,
        };
        Metadata = new MetadataService(
            new ControllerOptions(),
            new ControllerClientOptions(),
            environment,
            new ConfigResolver(Id, new Dictionary<string, string>()),
            Engine.Leaders,
            Engine.Rpc);
        Group = Engine.OpenGroup(Opening());
        Metadata.Attach(Group);
        Engine.SetPeers([.. cluster.Brokers.Select(broker => new PeerAddress(broker.Id, "memory", 0))]);
        IsUp = true;
        Engine.StartPolled();
        Lifecycle = new BrokerLifecycle(new BrokerLifecycleOptions(), environment, Identity(), Metadata.Client, Metadata.Store);
        Lifecycle.Start();
    }

    /// <summary>Ends the process at once.</summary>
    public void Kill()
    {
        IsUp = false;
        cluster.Network.Leave(Id);
    }

    public bool Poll()
    {
        bool isBusy = Engine.Poll() == TimeSpan.Zero;
        isBusy |= Flusher.FlushOnce() > 0;
        isBusy |= Scheduler.RunAll();
        Assert.That(Scheduler.Strays.FirstOrDefault(), Is.Null, "Work left the scheduler that it was handed.");
        return isBusy;
    }

    private GroupOpening Opening()
    {
        var storage = new StorageContext(_disk, Flusher, new TailCacheBudget(16 << 20));
        _disk.CreateDirectory("/data");
        _disk.FlushDirectory("/");
        return new GroupOpening
        {
            Id = GroupId.Metadata,
            Name = "metadata",
            Self = new ReplicaId(Id, Directory),
            Log = PartitionLog.Open(storage, "/data/metadata", new PartitionLogOptions { SegmentBytes = cluster.SegmentBytes }),
            HardState = HardStateStore.Open(storage, "/data/hard-state", create: !_disk.FileExists("/data/hard-state")),
            InitialConfiguration = new GroupConfiguration(
                [.. cluster.Brokers.Take(cluster.Voters).Select(broker => new ReplicaId(broker.Id, DirectoryId.Unassigned))]),
            StateMachine = Metadata.StateMachine,
            Snapshots = new SnapshotStore(_disk, "/data/snapshots"),
        };
    }

    private BrokerIdentity Identity() => new()
    {
        Broker = Id,
        ClusterId = Images.ClusterId,
        Directory = Directory,
        Kafka = new BrokerEndpoint("kafka", 9_000 + number),
        Peer = new BrokerEndpoint("peer", 7_000 + number),
    };
}
