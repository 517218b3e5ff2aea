using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication.Tests;

/// <summary>Three engines as in production: threads of their own, real sockets, flusher threads. Only the disks are in memory.</summary>
public sealed class ThreadedClusterTests
{
    private const int Groups = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public async Task AppendsGoOn_WhileTheBrokersStop_OneAfterTheOther()
    {
        Node[] nodes = [new(1), new(2), new(3)];
        var configuration = new GroupConfiguration([.. nodes.Select(node => node.Replica)]);
        foreach (Node node in nodes)
        {
            node.Start(configuration, nodes);
        }

        await AppendEverywhereAsync(nodes, rounds: 50);
        await nodes[0].Engine.TransferAllLeadershipsAsync(Patience);
        await nodes[0].DisposeAsync();
        await AppendEverywhereAsync(nodes[1..], rounds: 50);

        for (int group = 0; group < Groups; group++)
        {
            GroupHandle handle = await LeaderAsync(nodes[1..], group);
            Assert.That(handle.Status.HighWatermark.Value, Is.GreaterThanOrEqualTo(100));
            List<string> values = Batches.Read(handle.Log, handle.Status.HighWatermark);
            Assert.That(values.Distinct().Count(), Is.EqualTo(100), "A value is missing.");
        }

        await nodes[1].DisposeAsync();
        await nodes[2].DisposeAsync();
    }

    private static async Task AppendEverywhereAsync(Node[] nodes, int rounds)
    {
        IEnumerable<Task> clients = Enumerable.Range(0, Groups).Select(async group =>
        {
            for (int i = 0; i < rounds; i++)
            {
                await AppendAsync(nodes, group, $"{nodes.Length} brokers, {i}");
            }
        });
        await Task.WhenAll(clients).WaitAsync(Patience);
    }

    private static async Task AppendAsync(Node[] nodes, int group, string value)
    {
        while (true)
        {
            GroupHandle leader = await LeaderAsync(nodes, group);
            ValueTask<AppendOutcome> appending = leader.AppendAsync(Batches.Of(value), hasMore: true);
            leader.TakeUp();
            AppendOutcome outcome = await appending;
            if (outcome.IsSuccess)
            {
                return;
            }
        }
    }

    private static async Task<GroupHandle> LeaderAsync(Node[] nodes, int group)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            foreach (Node node in nodes)
            {
                if (node.Handles[group].Status.IsLeader)
                {
                    return node.Handles[group];
                }
            }

            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private sealed class Node : IAsyncDisposable
    {
        private readonly TcpPeerTransport _transport;
        private readonly LogFlusher _flusher;
        private readonly StorageContext _storage;
        private readonly HardStateStore _hardState;
        private FlusherThreads? _flushing;

        public Node(int number)
        {
            var log = new LogLines();
            Replica = new ReplicaId(new BrokerId(number), new DirectoryId((ulong)number));
            _transport = new TcpPeerTransport(Replica.Broker, "threads", new TcpPeerTransportOptions(), TimeProvider.System, log);
            Engine = new ReplicationEngine(new ReplicationOptions { Shards = 2 }, new ReplicationEnvironment
            {
                Broker = Replica.Broker,
                Transport = _transport,
                Time = TimeProvider.System,
                Random = new Random(number),
                Loggers = log,
            });
            _flusher = new LogFlusher(Engine.FlushListener, TimeProvider.System);
            _storage = new StorageContext(new InMemoryFileSystem(), _flusher, new TailCacheBudget(1 << 20));
            _storage.FileSystem.CreateDirectory("/data");
            _hardState = HardStateStore.Open(_storage, "/data/hard-state", create: true);
        }

        public ReplicaId Replica { get; }

        public ReplicationEngine Engine { get; }

        public List<GroupHandle> Handles { get; } = [];

        public void Start(GroupConfiguration configuration, Node[] nodes)
        {
            for (int group = 0; group < Groups; group++)
            {
                Handles.Add(Engine.OpenGroup(new GroupOpening
                {
                    Id = new GroupId(group),
                    Name = $"group {group}",
                    Self = Replica,
                    Log = PartitionLog.Open(_storage, $"/data/{group}", new PartitionLogOptions()),
                    HardState = _hardState,
                    InitialConfiguration = configuration,
                    StateMachine = new RecordingStateMachine(),
                }));
            }

            _flushing = new FlusherThreads(_flusher, 2);
            Engine.SetPeers([.. nodes.Select(node => new PeerAddress(node.Replica.Broker, "127.0.0.1", node._transport.Port))]);
            Engine.Start();
        }

        public async ValueTask DisposeAsync()
        {
            await Engine.StopAsync().WaitAsync(Patience);
            _flushing?.Dispose();
            _hardState.Dispose();
        }
    }
}
