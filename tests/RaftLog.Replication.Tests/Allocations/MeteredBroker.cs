using Microsoft.Extensions.Logging.Abstractions;
using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication.Tests;

/// <summary>One broker of a <see cref="MeteredPair"/>: the engine as shipped over files, driven by hand, with its garbage counted.</summary>
internal sealed class MeteredBroker : IPeerTransport, IDisposable
{
    private readonly MeteredPair _pair;
    private readonly LogFlusher _flusher;
    private readonly ReplicationEngine _engine;
    private readonly HardStateStore _hardState;
    private IPeerReceiver? _receiver;

    public MeteredBroker(MeteredPair pair, int number, string directory, GroupConfiguration configuration)
    {
        _pair = pair;
        Id = new BrokerId(number);
        _engine = new ReplicationEngine(new ReplicationOptions { Shards = 1 }, new ReplicationEnvironment
        {
            Broker = Id,
            Transport = this,
            Time = pair.Time,
            Random = new Random(number),
            Scheduler = new InlineScheduler(),
            Loggers = NullLoggerFactory.Instance,
        });
        _flusher = new LogFlusher(_engine.FlushListener, pair.Time);
        var disk = new PhysicalFileSystem();
        disk.CreateDirectory(directory);
        var storage = new StorageContext(disk, _flusher, new TailCacheBudget(4 << 20));
        _hardState = HardStateStore.Open(storage, Path.Combine(directory, "hard-state"), create: true);
        _engine.SetPeers([.. configuration.Voters.Select(voter => new PeerAddress(voter.Broker, "memory", 0))]);
        Group = _engine.OpenGroup(new GroupOpening
        {
            Id = new GroupId(1),
            Name = "metered",
            Self = configuration.Voters[number - 1],
            Log = PartitionLog.Open(storage, Path.Combine(directory, "log"), new PartitionLogOptions()),
            HardState = _hardState,
            InitialConfiguration = configuration,
            StateMachine = new RecordingStateMachine(),
        });
    }

    public BrokerId Id { get; }

    public GroupHandle Group { get; }

    /// <summary>What its turns, its flushes and the frames that it received have allocated.</summary>
    public long Allocated { get; private set; }

    public void Start() => _engine.StartPolled();

    public void Start(IPeerReceiver receiver) => _receiver = receiver;

    public void Connect(BrokerId peer) => _receiver!.Connected(peer);

    public void SetPeers(IReadOnlyCollection<PeerAddress> peers)
    {
        // Those of the pair are connected, and the third is never there.
    }

    public bool IsConnected(BrokerId peer) => _pair.Find(peer) is not null;

    public bool Send(BrokerId to, PeerLane lane, PeerFrame frame)
    {
        if (_pair.Find(to) is not { } target)
        {
            frame.Release();
            return false;
        }

        _pair.Carry(this, target, frame);
        return true;
    }

    public void Receive(BrokerId from, PeerFrameKind kind, PooledBuffer body, int controlBytes) =>
        Metered(() =>
        {
            _receiver!.Received(from, kind, body, controlBytes);
            _receiver.AllReceived();
        });

    /// <summary>Turns and flushes until there is nothing more to do now.</summary>
    public bool Turn()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isBusy = _engine.Poll() == TimeSpan.Zero;
        isBusy |= _flusher.FlushOnce() > 0;
        Allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        return isBusy;
    }

    public ValueTask<AppendOutcome> AppendAsync(PooledBuffer batch)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        ValueTask<AppendOutcome> outcome = Group.AppendAsync(batch);
        Allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        return outcome;
    }

    public Task StopAsync() => Task.CompletedTask;

    public void Dispose()
    {
        // As after a crash: the engine has no threads that would have to end.
        Group.Log.Dispose();
        _hardState.Dispose();
    }

    private void Metered(Action work)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        work();
        Allocated += GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
