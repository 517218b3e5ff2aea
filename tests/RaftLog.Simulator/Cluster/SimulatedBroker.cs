using System.IO.Pipelines;
using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Server.Configuration;
using RaftLog.Server.Metrics;
using RaftLog.Server.Node;
using RaftLog.Simulator.Checks;
using RaftLog.Simulator.Disk;
using RaftLog.Simulator.Machine;
using RaftLog.Simulator.Network;
using RaftLog.Storage;

namespace RaftLog.Simulator.Cluster;

/// <summary>A machine with a disk, on which a broker as shipped runs, dies and is started again.</summary>
internal sealed class SimulatedBroker(SimulatedCluster cluster, int number)
{
    // A poll flushes what the one before wrote and acts on what was flushed; after two without news the broker rests.
    private const int PollsAfterNews = 3;

    private readonly SimulatedWorld _world = cluster.World;
    private readonly SimulatedDisk _disk = new(cluster.World);
    private readonly InvariantWatch _watch = new(cluster.World, cluster.Invariants, number);
    private ProcessFileSystem? _files;
    private TimeSpan _nextPoll = TimeSpan.MaxValue;
    private int _polling;
    private int _pollsLeft;

    public BrokerId Id { get; } = new(number);

    public SimulatedDisk Disk => _disk;

    public SimulatedProcess? Process { get; private set; }

    public BrokerNode? Node { get; private set; }

    public bool IsUp => Node is not null;

    /// <summary>The replicas that are open here; none while the broker is down.</summary>
    public IEnumerable<RaftGroup> Groups => Node?.Engine.OpenGroups.OrderBy(group => group.Id) ?? Enumerable.Empty<RaftGroup>();

    /// <summary>Whether this process must be started anew to be whole: a replica went offline when the disk failed.</summary>
    public bool IsDamaged => IsUp && (_disk.HasFailed || Groups.Any(group => !group.IsRunning));

    public void Start()
    {
        if (IsUp)
        {
            return;
        }

        var process = new SimulatedProcess(_world, $"broker {number}");
        process.Time.WallClockError = _world.Milliseconds(-2_000, 2_000);
        _files = _disk.Mount(process);
        _disk.HasFailed = false;
        _watch.Restarted();
        _world.Trace.Note(_world.Now, "broker {0} starts", number);
        process.Run(() => Boot(process));
    }

    /// <summary>The process ends at once; what it wrote stays, flushed or not.</summary>
    public void Crash() => Kill(isNoticed: true);

    /// <summary>The machine loses power: what was not flushed is gone, or some of it.</summary>
    public void LosePower(bool isTorn)
    {
        Kill(isNoticed: false);
        _disk.LosePower(isTorn);
    }

    public void Pause() => Process?.Pause();

    public void Resume()
    {
        if (Process is { IsPaused: true } process)
        {
            process.Resume();
            PollSoon();
        }
    }

    /// <summary>Serves a client's connection, in this broker's process.</summary>
    public void Serve(IDuplexPipe connection) => Process!.Run(() => _ = Node!.Kafka!.ServeAsync(connection, "client:1", CancellationToken.None));

    private void Boot(SimulatedProcess process)
    {
        var transport = new SimulatedPeerTransport(cluster.Network, Id, process);
        try
        {
            var node = new BrokerNode(Options(), new BrokerSeams
            {
                Time = process.Time,
                Random = new Random(_world.Random.Next()),
                Files = _files!,
                Transport = transport,
                Scheduler = process.Scheduler,
                Loggers = new WatchfulLoggers(_world, number),
                Meters = new MeterFactory(),
            });
            Process = process;
            Node = node;
            node.StartPolled(new HostPort("sim", 9_000 + number), new HostPort("sim", 7_000 + number));
            process.Ran = PollSoon;
        }
        catch (Exception failure) when (_disk.HasFailed && failure is IOException or DataDirectoryException or LogOfflineException)
        {
            Kill(isNoticed: true);
            process.Kill();
            _files!.ReleaseLocks();
        }
    }

    private void Kill(bool isNoticed)
    {
        if (Process is not { } process)
        {
            return;
        }

        _world.Trace.Note(_world.Now, "broker {0} dies", number);
        process.Kill();
        _files!.ReleaseLocks();
        _polling++;
        _nextPoll = TimeSpan.MaxValue;
        Process = null;
        Node = null;
        cluster.Network.Leave(Id, isNoticed);
        cluster.Clients.BrokerDied(Id);
    }

    private void PollSoon()
    {
        _pollsLeft = PollsAfterNews;
        PollAfter(_world.Milliseconds(0.02, 1.5));
    }

    private void PollAfter(TimeSpan wait)
    {
        if (Process is not { } process || wait == TimeSpan.MaxValue || _world.Now + wait >= _nextPoll)
        {
            return;
        }

        _nextPoll = _world.Now + wait;
        int polling = ++_polling;
        _world.At(wait, _world.Outside, () =>
        {
            if (polling == _polling)
            {
                _nextPoll = TimeSpan.MaxValue;
                if (!process.IsPaused)
                {
                    Poll(process);
                }
            }
        });
    }

    private void Poll(SimulatedProcess process)
    {
        var wait = TimeSpan.Zero;
        process.Ran = null;
        process.Run(() => wait = Node!.Poll());
        process.Ran = PollSoon;
        _watch.Check(Groups);
        _pollsLeft--;
        PollAfter(wait == TimeSpan.Zero || _pollsLeft > 0 ? _world.Milliseconds(0.02, 1.5) : wait);
    }

    private RaftLogOptions Options()
    {
        var options = new RaftLogOptions { BrokerId = number, ClusterId = "simulation", DataDirectory = "/data", Shards = 1 };
        for (int id = 1; id <= cluster.Options.Nodes; id++)
        {
            options.Controllers.Add(new ControllerAddress { Id = id, Peer = new HostPort("sim", 7_000 + id) });
        }

        return options;
    }
}
