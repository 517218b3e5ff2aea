using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication.Tests;

/// <summary>One broker of a <see cref="TestCluster"/>: a disk that outlives crashes, and an engine that does not.</summary>
internal sealed class TestBroker(TestCluster cluster, int number)
{
    private InMemoryFileSystem _disk = new(remembersFlushes: true);
    private int _wipes;
    private HardStateStore? _hardState;
    private SnapshotStore? _snapshots;
    private StorageContext? _storage;
    private bool _isDiskBroken;

    public BrokerId Id { get; } = new(number);

    public ReplicaId Replica => new(Id, new DirectoryId((ulong)(Id.Value + 100 + (1_000 * _wipes))));

    public ReplicationEngine Engine { get; private set; } = null!;

    public LogFlusher Flusher { get; private set; } = null!;

    public bool IsUp { get; private set; }

    /// <summary>A stopped process: its connections stay, its shards do not turn.</summary>
    public bool IsPaused { get; set; }

    public Dictionary<GroupId, GroupHandle> Groups { get; } = [];

    public Dictionary<GroupId, RecordingStateMachine> StateMachines { get; } = [];

    public void Start()
    {
        Groups.Clear();
        StateMachines.Clear();
        Engine = new ReplicationEngine(cluster.Options.Replication, new ReplicationEnvironment
        {
            Broker = Id,
            Transport = cluster.Network.Join(Id),
            Time = cluster.Time,
            Random = new Random(cluster.Random.Next()),
            Scheduler = new InlineScheduler(),
            Loggers = cluster.Log,
        });
        Flusher = new LogFlusher(Engine.FlushListener, cluster.Time);
        var storage = new StorageContext(new FailingFileSystem(_disk, () => _isDiskBroken), Flusher, new TailCacheBudget(cluster.Options.TailCacheBytes));
        _storage = storage;
        _disk.CreateDirectory("/data");
        _disk.FlushDirectory("/");
        _hardState = HardStateStore.Open(storage, "/data/hard-state", create: !_disk.FileExists("/data/hard-state"));
        Engine.SetPeers([.. cluster.Brokers.Select(broker => new PeerAddress(broker.Id, "memory", 0))]);
        for (int group = 0; group < cluster.Options.Groups; group++)
        {
            Open(new GroupId(group), storage);
        }

        IsUp = true;
        Engine.StartPolled();
    }

    /// <summary>Ends the process; with <paramref name="losesPower"/> also what was not flushed.</summary>
    public void Crash(bool losesPower = false, Random? tearing = null)
    {
        IsUp = false;
        IsPaused = false;
        cluster.Network.Leave(Id);
        if (losesPower)
        {
            _disk.LosePower(tearing);
        }
    }

    /// <summary>Takes the disk of a crashed broker: it comes back as another replica, which knows of no configuration.</summary>
    public void Wipe()
    {
        _disk = new InMemoryFileSystem(remembersFlushes: true);
        _wipes++;
    }

    /// <summary>The segment files of the first group, in order.</summary>
    public string[] Segments => Files("/data/log-0", ".log");

    /// <summary>The names of the segments of the first group that were put aside.</summary>
    public string[] DamagedFiles => [.. Files("/data/log-0", ".damaged-1").Select(path => Path.GetFileName(path)!)];

    /// <summary>Flips a bit of the newest snapshot, or of the one before.</summary>
    public void DamageSnapshot(bool older = false) => FlipBit(Files("/data/snapshots", ".snapshot")[older ? ^2 : ^1]);

    /// <summary>Flips a bit in the middle of a segment.</summary>
    public void DamageSegment(string path) => FlipBit(path);

    /// <summary>Flips a bit in the middle of the first segment; returns its path.</summary>
    public string DamageFirstSegment()
    {
        string path = Segments[0];
        FlipBit(path);
        return path;
    }

    /// <summary>Has the running broker check its snapshots; returns how many are damaged.</summary>
    public int CheckSnapshots() => _snapshots!.Check().Count;

    /// <summary>Whether the newest snapshot can be read.</summary>
    public bool HasWholeSnapshot()
    {
        var store = new SnapshotStore(_disk, "/data/snapshots");
        return store.LoadLatest() is not null && store.RewriteWantedFrom is null;
    }

    /// <summary>From now on every write and flush fails.</summary>
    public void FailDisk() => _isDiskBroken = true;

    /// <summary>Opens a group that was closed.</summary>
    public void Reopen(GroupId group, Action<GroupHandle>? opened = null) => Open(group, _storage!, opened);

    public bool Poll()
    {
        bool isBusy = Engine.Poll() == TimeSpan.Zero;
        if (cluster.Random.NextDouble() < cluster.Options.FlushRate)
        {
            isBusy |= Flusher.FlushOnce() > 0;
        }

        return isBusy;
    }

    private void Open(GroupId id, StorageContext storage, Action<GroupHandle>? opened = null)
    {
        bool isMetadata = id == GroupId.Metadata && cluster.Options.HasMetadata;
        RecordingStateMachine stateMachine = isMetadata ? new CommandLog() : new RecordingStateMachine();
        StateMachines[id] = stateMachine;
        _snapshots = isMetadata ? new SnapshotStore(_disk, "/data/snapshots") : null;
        Groups[id] = Engine.OpenGroup(new GroupOpening
        {
            Id = id,
            Name = isMetadata ? "metadata" : $"test-{id.Value}",
            Self = Replica,
            Log = PartitionLog.Open(storage, $"/data/log-{id.Value}", cluster.Options.Log),
            HardState = _hardState!,
            InitialConfiguration = _wipes == 0 ? cluster.Configuration : GroupConfiguration.Empty,
            StateMachine = stateMachine,
            Snapshots = _snapshots,
            Opened = opened,
        });
    }

    private string[] Files(string directory, string suffix) =>
        [.. _disk.EnumerateFiles(directory).Where(name => name.EndsWith(suffix, StringComparison.Ordinal)).Select(name => $"{directory}/{name}")];

    private void FlipBit(string path)
    {
        using IFile file = _disk.Open(path, FileOpenMode.ReadWrite);
        byte[] one = new byte[1];
        file.Read(file.Length / 2, one);
        one[0] ^= 0x10;
        file.Write(file.Length / 2, one);
        file.Flush();
    }
}
