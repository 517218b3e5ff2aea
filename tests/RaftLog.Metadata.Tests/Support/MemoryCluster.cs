using Microsoft.Extensions.Logging.Abstractions;
using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Replication.Tests;

namespace RaftLog.Metadata.Tests.Support;

/// <summary>
/// Some brokers around one log in memory that stands for the metadata group: what its leader appends is applied everywhere at once. Elections
/// happen when a test says so.
/// </summary>
internal sealed class MemoryCluster : IAsyncDisposable
{
    private readonly List<byte[]> _log = [];
    private readonly Lock _gate = new();

    private Term _term = Term.Zero;
    private Node? _leader;

    public MemoryCluster(int brokers, ControllerOptions? options = null)
    {
        Nodes = [.. Enumerable.Range(1, brokers).Select(id => new Node(this, new BrokerId(id), options ?? new ControllerOptions()))];
    }

    public ManualTime Time { get; } = new();

    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>How many entries were committed.</summary>
    public int Entries => _log.Count;

    /// <summary>While set, an append waits for it before it is committed.</summary>
    public Task Commit { get; set; } = Task.CompletedTask;

    /// <summary>Makes a broker the leader; the old one hears of it.</summary>
    public Node Elect(int broker)
    {
        lock (_gate)
        {
            _term = _term.Next();
            _leader = Nodes[broker - 1];
        }

        foreach (var node in Nodes)
        {
            var role = node == _leader ? GroupRole.Leader : GroupRole.Follower;
            node.StateMachine.RoleChanged(role, _term, new ReplicaId(_leader.Id, DirectoryId.Unassigned));
        }

        return _leader;
    }

    /// <summary>Makes a broker the leader of which the old one does not hear: it goes on taking itself for the controller.</summary>
    public void ElectUnheard(int broker)
    {
        lock (_gate)
        {
            _term = _term.Next();
            _leader = Nodes[broker - 1];
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.Controller.DisposeAsync();
        }
    }

    private bool IsLeader(Node node)
    {
        lock (_gate)
        {
            return node == _leader;
        }
    }

    private async ValueTask<AppendOutcome> AppendAsync(Node from, byte[] command, Term term)
    {
        await Commit;
        lock (_gate)
        {
            if (from != _leader || term != _term)
            {
                return AppendOutcome.Failed(AppendStatus.NotLeader, _term);
            }

            _log.Add(command);
            var index = new LogIndex(_log.Count);
            foreach (var node in Nodes)
            {
                node.StateMachine.Apply(index, term, command);
            }

            return new AppendOutcome(AppendStatus.Appended, index, term, new Offset(-1), new Offset(-1));
        }
    }

    /// <summary>One broker's metadata.</summary>
    internal sealed class Node
    {
        public Node(MemoryCluster cluster, BrokerId id, ControllerOptions options)
        {
            Id = id;
            var environment = new MetadataEnvironment
            {
                Broker = id,
                ClusterId = Images.ClusterId,
                Time = cluster.Time,
                Random = new Random(id.Value),
                Loggers = NullLoggerFactory.Instance,
            };
            var membership = new MetadataMembership(
                () => Members,
                wanted => Members = new GroupConfiguration(wanted.Voters, learners: wanted.Learners));
            var metrics = new MetadataMetrics(null, Store);
            Controller = new Controller(
                options, environment, Store, Images.Defaults, (command, term) => cluster.AppendAsync(this, command.ToArray(), term),
                () => ValueTask.FromResult(cluster.IsLeader(this)), membership, metrics);
            StateMachine = new MetadataStateMachine(Store, Controller, _ => { }, metrics, NullLogger.Instance);
        }

        public BrokerId Id { get; }

        public MetadataStore Store { get; } = new();

        public Controller Controller { get; }

        public MetadataStateMachine StateMachine { get; }

        /// <summary>The configuration of the metadata group as this broker would lead it.</summary>
        public GroupConfiguration Members { get; set; } = new([new ReplicaId(new BrokerId(1), DirectoryId.Unassigned)]);

        public Task<RegisterBrokerResult> RegisterAsync(int broker) => Controller.ExecuteAsync(ControllerCommands.RegisterBroker, new RegisterBrokerCommand
        {
            Broker = new BrokerId(broker),
            ClusterId = Images.ClusterId,
            IncarnationId = new Guid(broker, 1, 1, new byte[8]),
            Directory = Images.Directory(broker),
            KafkaHost = "k",
            KafkaPort = broker,
            PeerHost = "p",
            PeerPort = broker,
        });

        public Task<BrokerHeartbeatResult> HeartbeatAsync(int broker, long epoch) => Controller.ExecuteAsync(
            ControllerCommands.BrokerHeartbeat,
            new BrokerHeartbeatCommand { Broker = new BrokerId(broker), BrokerEpoch = epoch, IsCaughtUp = true });

        /// <summary>Registers and unfences brokers 1, 2, ...</summary>
        public async Task<long[]> WithLiveBrokersAsync(int count)
        {
            var epochs = new long[count];
            for (int i = 0; i < count; i++)
            {
                epochs[i] = (await RegisterAsync(i + 1)).BrokerEpoch;
                await HeartbeatAsync(i + 1, epochs[i]);
            }

            return epochs;
        }

        public Task<CreateTopicsResult> CreateTopicAsync(string name, int partitions = 1, int replicas = 1) =>
            Controller.ExecuteAsync(ControllerCommands.CreateTopics, Images.Creation(name, partitions, replicas));

        public Task<CommitOffsetsResult> CommitAsync(
            string group, string topic, long offset, int coordinatorTerm = ICoordinatorCommand.AnyTerm) => Controller.ExecuteAsync(
            ControllerCommands.CommitOffsets,
            new CommitOffsetsCommand { ConsumerGroup = group, CoordinatorTerm = coordinatorTerm, Offsets = [new OffsetCommit { Topic = topic, Offset = new Offset(offset) }] });
    }
}
