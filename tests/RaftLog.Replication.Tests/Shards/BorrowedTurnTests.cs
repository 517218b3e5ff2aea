using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication.Tests;

/// <summary>Turns of a shard on the threads that bring its mail, beside those on its own: a replica that is alone in its group, with real threads.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class BorrowedTurnTests : IPeerTransport, IAsyncDisposable
{
    private static readonly ReplicaId Self = new(new BrokerId(1), new DirectoryId(1));

    private readonly ThreadNotingStateMachine _state = new();
    private readonly ReplicationEngine _engine;
    private readonly LogFlusher _flusher;
    private readonly HardStateStore _hardState;
    private readonly GroupHandle _group;
    private readonly FlusherThreads _flushing;

    public BorrowedTurnTests()
    {
        _engine = new ReplicationEngine(new ReplicationOptions { Shards = 1 }, new ReplicationEnvironment
        {
            Broker = Self.Broker,
            Transport = this,
            Time = TimeProvider.System,
            Random = new Random(1),
            Loggers = new LogLines(),
        });
        _flusher = new LogFlusher(_engine.FlushListener, TimeProvider.System);
        var storage = new StorageContext(new InMemoryFileSystem(), _flusher, new TailCacheBudget(1 << 20));
        storage.FileSystem.CreateDirectory("/data");
        _hardState = HardStateStore.Open(storage, "/data/hard-state", create: true);
        _group = _engine.OpenGroup(new GroupOpening
        {
            Id = new GroupId(1),
            Name = "alone",
            Self = Self,
            Log = PartitionLog.Open(storage, "/data/log", new PartitionLogOptions { Flush = FlushMode.Interval }),
            HardState = _hardState,
            InitialConfiguration = new GroupConfiguration([Self]),
            StateMachine = _state,
        });
        _flushing = new FlusherThreads(_flusher, 2);
        _engine.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.StopAsync();
        _flushing.Dispose();
        _hardState.Dispose();
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task LoneBatch_IsCommittedByTheThreadThatBringsIt_WhenTheShardIsAtRest(CancellationToken cancellation)
    {
        await Until.HoldsAsync(() => _group.Status.IsLeader);

        // A timer of the shard may be in the way, but not for ever.
        while (!cancellation.IsCancellationRequested)
        {
            _state.CommittedBy = 0;
            int here = Environment.CurrentManagedThreadId;
            ValueTask<AppendOutcome> appending = _group.AppendAsync(Batches.Of("alone"), hasMore: true);
            _group.TakeUp();
            bool isHere = _state.CommittedBy == here;
            Assert.That((await appending).IsSuccess, Is.True);
            if (isHere)
            {
                return;
            }
        }

        Assert.Fail("Every batch was left to another thread.");
    }

    // Outcomes are told when the turn is over: a turn within the turn would be refused, and its mail left to the shard's thread.
    [Test]
    [CancelAfter(60_000)]
    public async Task WhoGoesOnWhereTheTurnWas_MayHaveTheNextOne(CancellationToken cancellation)
    {
        await Until.HoldsAsync(() => _group.Status.IsLeader);

        while (!cancellation.IsCancellationRequested)
        {
            int here = Environment.CurrentManagedThreadId;
            Task<bool> next = AppendBehindAsync(_group.AppendAsync(Batches.Of("first"), hasMore: true), here);
            _group.TakeUp();
            if (await next)
            {
                return;
            }
        }

        Assert.Fail("Every batch, or the one behind it, was left to another thread.");
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task NothingIsLeftLying_WhenManyBringMailAtOnce(CancellationToken cancellation)
    {
        const int Clients = 6;
        const int BatchesOfEach = 500;
        await Until.HoldsAsync(() => _group.Status.IsLeader);

        IEnumerable<Task> clients = Enumerable.Range(0, Clients).Select(client => Task.Run(
            async () =>
            {
                for (int i = 0; i < BatchesOfEach; i++)
                {
                    ValueTask<AppendOutcome> appending = _group.AppendAsync(Batches.Of($"{client}: {i}"), hasMore: true);
                    _group.TakeUp();
                    Assert.That((await appending).IsSuccess, Is.True);
                }
            },
            cancellation));
        await Task.WhenAll(clients).WaitAsync(cancellation);

        Assert.That(_group.Status.HighWatermark.Value, Is.EqualTo(Clients * BatchesOfEach));
    }

    // Whether both were committed here.
    private async Task<bool> AppendBehindAsync(ValueTask<AppendOutcome> first, int here)
    {
        await first.ConfigureAwait(false); // Not on NUnit's context.
        bool isHere = Environment.CurrentManagedThreadId == here;
        _state.CommittedBy = 0;
        ValueTask<AppendOutcome> second = _group.AppendAsync(Batches.Of("second"), hasMore: true);
        _group.TakeUp();
        isHere &= _state.CommittedBy == here;
        Assert.That((await second).IsSuccess, Is.True);
        return isHere;
    }

    void IPeerTransport.Start(IPeerReceiver receiver)
    {
        // Nobody else is there.
    }

    void IPeerTransport.SetPeers(IReadOnlyCollection<PeerAddress> peers)
    {
        // As above.
    }

    bool IPeerTransport.IsConnected(BrokerId peer) => false;

    bool IPeerTransport.Send(BrokerId to, PeerLane lane, PeerFrame frame)
    {
        frame.Release();
        return false;
    }

    Task IPeerTransport.StopAsync() => Task.CompletedTask;

    private sealed class ThreadNotingStateMachine : RecordingStateMachine
    {
        private int _committedBy;

        public int CommittedBy
        {
            get => Volatile.Read(ref _committedBy);
            set => Volatile.Write(ref _committedBy, value);
        }

        public override void Committed(LogIndex commitIndex, Offset highWatermark, Offset lastStableOffset)
        {
            base.Committed(commitIndex, highWatermark, lastStableOffset);
            CommittedBy = Environment.CurrentManagedThreadId;
        }
    }
}
