using System.IO.Pipelines;
using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Server.Configuration;
using RaftLog.Server.Node;
using RaftLog.Simulator.Checks;
using RaftLog.Simulator.Disk;
using RaftLog.Simulator.Machine;
using RaftLog.Simulator.Network;
using RaftLog.Storage;

namespace RaftLog.Simulator.Cluster;

/// <summary>A machine with a disk and clocks, on which a broker as shipped runs, dies and is started again.</summary>
internal sealed class SimulatedBroker(SimulatedCluster cluster, int number)
{
    /// <summary>Where the broker keeps its files.</summary>
    public const string DataDirectory = "/data";

    /// <summary>Where it keeps the log and the snapshots of the metadata.</summary>
    public const string MetadataDirectory = "/data/metadata/";

    /// <summary>Where it keeps some of its replicas, if it has a second disk.</summary>
    public const string LogDirectory = "/data-2";

    // Often enough for the few seconds of a run, and little enough for several passes.
    private const int RetentionCheckMs = 400;
    private const int CompactionCheckMs = 700;
    private const int TransactionCheckMs = 500;
    private const int CompactionMapBytes = 4096;

    // Little enough for the logs of a run: a replica that was wiped or away for long is sent segments, in many pieces.
    private const int ShipSegmentsFromBytes = 16 * 1024;
    private const int ShippingPieceBytes = 2 * 1024;

    // Often enough for the few seconds of a run.
    private const int ScrubIntervalSeconds = 1;
    private const int ConsumerSessionTimeoutMs = 6_000;

    // So few that damage of the metadata log is also such as a snapshot stands for.
    private const int SnapshotAfterEntries = 60;

    private readonly SimulatedWorld _world = cluster.World;
    private readonly InvariantWatch _watch = new(cluster.World, cluster.Invariants, cluster.Rules, number);
    private ProcessFileSystem? _files;
    private PollLoop? _polling;

    public BrokerId Id { get; } = new(number);

    public SimulatedDisk Disk { get; } = new(cluster.World);

    /// <summary>The process that runs, or starts; null while the broker is down.</summary>
    public SimulatedProcess? Process { get; private set; }

    public BrokerNode? Node { get; private set; }

    public bool IsUp => Node is not null;

    /// <summary>How fast this machine's monotonic clock goes.</summary>
    public double ClockRate { get; private set; } = 1;

    /// <summary>The replicas that are open here; none while the broker is down.</summary>
    public IEnumerable<RaftGroup> Groups => Node?.Engine.OpenGroups.OrderBy(group => group.Id) ?? Enumerable.Empty<RaftGroup>();

    /// <summary>Whether this process must be started anew to be whole: a replica went offline when the disk failed.</summary>
    public bool IsDamaged => IsUp && (Disk.HasFailed || Groups.Any(group => !group.IsRunning));

    /// <summary>Whether this process goes without one of its disks, which failed when it started: it comes back to it with its next start only.</summary>
    public bool LacksDirectory => IsUp && Node!.Status.OfflineDirectories.Count > 0;

    public void Start()
    {
        // Whoever starts reads and writes first of all: on a disk that stands still that takes as long as it stands.
        if (IsUp || Disk.Stall != DiskStall.None)
        {
            return;
        }

        var process = new SimulatedProcess(_world, $"broker {number}");
        process.Time.WallClockError = _world.Milliseconds(-2_000, 2_000);
        process.Time.Rate = ClockRate;
        _files = Disk.Mount(process);
        Disk.HasFailed = false;
        _watch.Restarted(Disk.Files);
        _world.Trace.Note(_world.Now, "broker {0} starts", number);
        Process = process;
        process.Run(() => Boot(process));
    }

    /// <summary>The process ends at once; what it wrote stays, flushed or not.</summary>
    public void Crash() => Kill(isNoticed: true);

    /// <summary>The machine loses power: what was not flushed is gone, or some of it.</summary>
    public void LosePower(bool isTorn)
    {
        Kill(isNoticed: false);
        Disk.LosePower(isTorn);
    }

    public void Pause() => Process?.Pause();

    public void Resume()
    {
        if (Process is { IsPaused: true } process)
        {
            process.Resume();
            Wake();
        }
    }

    /// <summary>Sets the speed of the machine's clock, for this process and those to come.</summary>
    public void RunClockAt(double rate)
    {
        ClockRate = rate;
        if (Process is { } process)
        {
            process.Time.Rate = rate;
            Wake();
        }
    }

    /// <summary>The disk does what it is asked from now on, also what it has kept waiting.</summary>
    public void MendDisk()
    {
        Disk.Mend();
        Wake();
    }

    /// <summary>Serves a client's connection, in this broker's process.</summary>
    public void Serve(IDuplexPipe connection) => Process!.Run(() => _ = Node!.Kafka!.ServeAsync(connection, "client:1", thread: null, CancellationToken.None));

    /// <summary>Lets the broker look whether there is something to do.</summary>
    public void Wake() => _polling?.Wake();

    private void Boot(SimulatedProcess process)
    {
        try
        {
            var node = new BrokerNode(Options(), Seams(process));
            if (!process.IsAlive)
            {
                return;
            }

            Node = node;
            _polling = new PollLoop(_world, process, node, Disk, () => Disk.Observe(() => _watch.Check(Groups)));
            node.StartPolled(new HostPort("sim", 9_000 + number), new HostPort("sim", 7_000 + number));
            process.Ran = Wake;
        }
        catch (Exception failure) when (IsOfTheDisk(failure))
        {
            _world.Trace.Note(_world.Now, "broker {0} cannot start", number);
            Kill(isNoticed: true);
        }
    }

    // What a broker may say that finds its disk failing. Damage by a fault is no reason not to start.
    private bool IsOfTheDisk(Exception failure) =>
        failure is not LogCorruptException && Disk.HasFailed && failure is IOException or DataDirectoryException or LogOfflineException;

    private BrokerSeams Seams(SimulatedProcess process) => new()
    {
        Time = process.Time,
        Random = new Random(_world.Random.Next()),
        Files = _files!,
        Transport = new SimulatedPeerTransport(cluster.Network, Id, process),
        Scheduler = process.Scheduler,
        Loggers = new WatchfulLoggers(_world, process, number),
        Meters = cluster.Meters,
    };

    private void Kill(bool isNoticed)
    {
        if (Process is not { } process)
        {
            return;
        }

        _world.Trace.Note(_world.Now, "broker {0} dies", number);
        process.Kill();
        _files!.ReleaseLocks();
        Process = null;
        Node = null;
        _polling = null;
        cluster.Network.Leave(Id, isNoticed);
        cluster.Clients.BrokerDied(Id);
    }

    private RaftLogOptions Options()
    {
        var options = new RaftLogOptions { BrokerId = number, ClusterId = "simulation", DataDirectory = DataDirectory, Shards = 1 };
        options.Storage.FlushThreads = 1;
        if (cluster.Options.HasTwoDisks)
        {
            options.LogDirectories.Add(LogDirectory);
        }

        options.Retention.CheckIntervalMs = RetentionCheckMs; // Segments roll by age with it, and only what is rolled is compacted.
        options.Compaction.CheckIntervalMs = CompactionCheckMs;
        options.Compaction.MapBytes = CompactionMapBytes;
        options.Transactions.TimeoutCheckIntervalMs = TransactionCheckMs;
        options.Replication.ShipSegmentsFromBytes = ShipSegmentsFromBytes;
        options.Replication.ShippingPieceBytes = ShippingPieceBytes;
        if (cluster.Options.HasSnapshots)
        {
            options.Replication.SnapshotAfterEntries = SnapshotAfterEntries;
        }

        options.Raft.MaxAppendBytes = cluster.Options.MaxAppendBytes;
        options.Scrub.IntervalSeconds = ScrubIntervalSeconds;
        options.Groups.ConsumerSessionTimeoutMs = ConsumerSessionTimeoutMs;
        options.Groups.ConsumerHeartbeatIntervalMs = ConsumerSessionTimeoutMs / 3;
        for (int id = 1; id <= cluster.Options.Controllers; id++)
        {
            options.Controllers.Add(new ControllerAddress { Id = id, Peer = new HostPort("sim", 7_000 + id) });
        }

        return options;
    }
}
