using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Workload.Consumers;
using RaftLog.Simulator.Workload.Groups;
using RaftLog.Simulator.Workload.Producers;
using RaftLog.Simulator.Workload.Records;
using RaftLog.Simulator.Workload.Topics;
using RaftLog.Simulator.Workload.Transactions;

namespace RaftLog.Simulator.Workload;

/// <summary>The clients of a run: they create the topics, then use them as the mix says.</summary>
internal sealed class SimulatedWorkload
{
    private const string Topic = "orders";

    private const string VolatileTopic = "volatile";
    private const int VolatilePartitions = 2;
    private const string ExpiringTopic = "expiring";
    private const int ExpiringPartitions = 2;
    private const string CompactedTopic = "latest";
    private const int CompactedPartitions = 2;
    private const int MaxMembers = 4;
    private const int Bookkeepers = 2;

    // The least that a topic may be configured to.
    private const string SmallSegments = "1048576";

    private readonly WorkloadContext _context;
    private readonly List<LoadClient> _clients = [];
    private TopicChurner? _churner;
    private bool _isSetUp;
    private bool _isStopping;

    public SimulatedWorkload(SimulatedCluster cluster)
    {
        Mix = WorkloadMix.Of(cluster.Options.Seed);
        _context = new WorkloadContext(cluster, Mix);
        Transactions = new TransactionLedger(cluster.World);
        Balances = new BalanceLedger(cluster.World);
    }

    /// <summary>What the clients do in this run.</summary>
    public WorkloadMix Mix { get; }

    public History History => _context.History;

    /// <summary>What the transactional producers did.</summary>
    public TransactionLedger Transactions { get; }

    /// <summary>What the producers of the compacted topic did whose records are in transactions.</summary>
    public BalanceLedger Balances { get; }

    /// <summary>How many groups there are when all is quiet, that of the metadata included.</summary>
    public int Groups => 1 + Mix.Partitions
        + (_churner is null ? 0 : VolatilePartitions)
        + (Mix.Has(WorkloadKind.Expiry) ? ExpiringPartitions : 0)
        + (Mix.Has(WorkloadKind.Compaction) ? CompactedPartitions : 0)
        + (Mix.Has(WorkloadKind.Transactions) ? TransactionTopics.Inputs + TransactionTopics.Outputs : 0)
        + (Mix.Has(WorkloadKind.Balances) ? TransactionTopics.BalancePartitions : 0);

    /// <summary>Whether everything that was begun has ended.</summary>
    public bool IsDone => _isSetUp && _clients.TrueForAll(client => client.IsDone);

    public string WhoIsNotDone => _isSetUp
        ? string.Join(", ", _clients.Where(client => !client.IsDone).Select(client => client.Name))
        : "whoever creates the topics";

    /// <summary>Whether of a topic only the last record of each key is kept.</summary>
    public static bool IsCompacted(string topic) => topic == CompactedTopic;

    /// <summary>How <see cref="Place.Topic"/> names the incarnation of a topic that there is when all is quiet.</summary>
    public string IncarnationOf(string topic) => topic == VolatileTopic ? Incarnations.NameOf(topic, _churner!.FinalId) : topic;

    public void Start()
    {
        _context.World.Trace.Note(_context.World.Now, $"workload: {Mix}");
        _context.Begin(SetUpAsync);
    }

    /// <summary>The faults are over: begin nothing new, and end what is begun.</summary>
    public void StopWriting()
    {
        _isStopping = true;
        _clients.ForEach(client => client.Stop());
    }

    private async Task SetUpAsync()
    {
        await new TopicMaker(_context).CreateAsync(Topic, Mix.Partitions, ("segment.bytes", SmallSegments));
        AddProducers();
        AddChurn();
        await AddExpiryAsync();
        await AddCompactionAsync();
        await AddTransactionsAsync();
        await AddBalancesAsync();
        AddGroups();
        AddOperators();
        for (int partition = 0; partition < Mix.Partitions; partition++)
        {
            _clients.Add(new Tailer(_context, Topic, partition));
            if (Mix.Has(WorkloadKind.OffsetQuestions))
            {
                _clients.Add(new OffsetAsker(_context, Topic, partition));
            }
        }

        _isSetUp = true;
        foreach (var client in _clients)
        {
            _context.Begin(client.RunAsync);
            if (_isStopping)
            {
                // The faults kept the topic from being created until they were over.
                client.Stop();
            }
        }
    }

    private void AddOperators()
    {
        if (Mix.Has(WorkloadKind.Transfers))
        {
            _clients.Add(new LeadershipMover(_context));
        }

        if (Mix.Has(WorkloadKind.Moves))
        {
            _clients.Add(new ReplicaMover(_context, Topic, Mix.Partitions));
        }

        if (Mix.Has(WorkloadKind.Elections))
        {
            _clients.Add(new PreferredElector(_context, Topic, Mix.Partitions));
        }
    }

    private void AddProducers()
    {
        AddProducers(WorkloadKind.Idempotent, () => new IdempotentProducer(_context, Topic, Mix.Partitions));
        AddProducers(WorkloadKind.PlainAll, () => Plain(SentBatch.AcksAll));
        AddProducers(WorkloadKind.PlainLeader, () => Plain(SentBatch.AcksLeader));
        AddProducers(WorkloadKind.PlainNone, () => Plain(SentBatch.AcksNone));
    }

    private void AddProducers(WorkloadKind kind, Func<LoadClient> create)
    {
        for (int count = Mix.Has(kind) ? _context.World.Random.Next(1, 3) : 0; count > 0; count--)
        {
            _clients.Add(create());
        }
    }

    private void AddGroups()
    {
        var ledger = new GroupLedger(_context.World, "billing");
        for (int count = Mix.Has(WorkloadKind.Groups) ? _context.World.Random.Next(1, MaxMembers + 1) : 0; count > 0; count--)
        {
            _clients.Add(new GroupMember(_context, ledger, Topic, Mix.Partitions));
        }

        var assigned = new AssignedLedger(_context.World, "shipping");
        for (int count = Mix.Has(WorkloadKind.Groups) ? _context.World.Random.Next(1, MaxMembers + 1) : 0; count > 0; count--)
        {
            _clients.Add(new AssignedMember(_context, assigned, Topic));
        }
    }

    private void AddChurn()
    {
        if (!Mix.Has(WorkloadKind.TopicChurn))
        {
            return;
        }

        _churner = new TopicChurner(_context, VolatileTopic, VolatilePartitions);
        _clients.Add(_churner);
        _clients.Add(new VolatileProducer(_context, VolatileTopic, VolatilePartitions));
        for (int partition = 0; partition < VolatilePartitions; partition++)
        {
            _clients.Add(new VolatileTailer(_context, VolatileTopic, partition, _churner));
        }
    }

    // Segments that are complete after moments, so that whole ones go; and what an hour makes old, so that a clock that jumps makes it so.
    private async Task AddExpiryAsync()
    {
        if (!Mix.Has(WorkloadKind.Expiry))
        {
            return;
        }

        await new TopicMaker(_context).CreateAsync(
            ExpiringTopic,
            ExpiringPartitions,
            ("segment.bytes", SmallSegments),
            ("segment.ms", "2000"),
            ("retention.bytes", "2097152"),
            ("retention.ms", "3600000"));
        _clients.Add(new IdempotentProducer(_context, ExpiringTopic, ExpiringPartitions));
        _clients.Add(new PlainProducer(_context, ExpiringTopic, ExpiringPartitions, SentBatch.AcksAll));
        for (int partition = 0; partition < ExpiringPartitions; partition++)
        {
            _clients.Add(new RecordDeleter(_context, ExpiringTopic, partition));
            _clients.Add(new ExpiringTailer(_context, ExpiringTopic, partition));
        }
    }

    private async Task AddCompactionAsync()
    {
        if (!Mix.Has(WorkloadKind.Compaction))
        {
            return;
        }

        await new TopicMaker(_context).CreateAsync(
            CompactedTopic,
            CompactedPartitions,
            ("cleanup.policy", "compact"),
            ("segment.bytes", SmallSegments),
            ("segment.ms", "1000"),
            ("min.cleanable.dirty.ratio", "0.01"));
        _clients.Add(new IdempotentProducer(_context, CompactedTopic, CompactedPartitions, isKeyed: true));
        _clients.Add(new PlainProducer(_context, CompactedTopic, CompactedPartitions, SentBatch.AcksAll, isKeyed: true));
    }

    private async Task AddTransactionsAsync()
    {
        if (!Mix.Has(WorkloadKind.Transactions))
        {
            return;
        }

        await new TopicMaker(_context).CreateAsync(TransactionTopics.Input, TransactionTopics.Inputs, ("segment.bytes", SmallSegments));
        await new TopicMaker(_context).CreateAsync(TransactionTopics.Output, TransactionTopics.Outputs, ("segment.bytes", SmallSegments));
        _clients.Add(new IdempotentProducer(_context, TransactionTopics.Input, TransactionTopics.Inputs));
        for (int input = 0; input < TransactionTopics.Inputs; input++)
        {
            _clients.Add(new Transformer(_context, Transactions, input));
        }

        for (int output = 0; output < TransactionTopics.Outputs; output++)
        {
            _clients.Add(new CommittedReader(_context, TransactionTopics.Output, output, Transactions.Read));
        }
    }

    // Markers may go a second after the last record of their transaction.
    private async Task AddBalancesAsync()
    {
        if (!Mix.Has(WorkloadKind.Balances))
        {
            return;
        }

        await new TopicMaker(_context).CreateAsync(
            TransactionTopics.Balances,
            TransactionTopics.BalancePartitions,
            ("cleanup.policy", "compact"),
            ("segment.bytes", SmallSegments),
            ("segment.ms", "1000"),
            ("delete.retention.ms", "1000"),
            ("min.cleanable.dirty.ratio", "0.01"));
        for (int number = 0; number < Bookkeepers; number++)
        {
            _clients.Add(new Bookkeeper(_context, Balances, number));
        }

        for (int partition = 0; partition < TransactionTopics.BalancePartitions; partition++)
        {
            _clients.Add(new CommittedReader(_context, TransactionTopics.Balances, partition, Balances.Read));
        }
    }

    private PlainProducer Plain(short acks) => new(_context, Topic, Mix.Partitions, acks);
}
