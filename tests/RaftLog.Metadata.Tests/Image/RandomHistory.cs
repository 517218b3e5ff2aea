using RaftLog.Metadata.Tests.Support;
using RaftLog.Model;

namespace RaftLog.Metadata.Tests.Image;

/// <summary>A random but possible history of a cluster: requests decided by the image as it grows.</summary>
internal sealed class RandomHistory
{
    private readonly Random _random;
    private readonly List<IReadOnlyList<MetadataRecord>> _entries = [];

    public RandomHistory(int seed, int requests)
    {
        _random = new Random(seed);
        Take([new ClusterRecord { ClusterId = Images.ClusterId }]);
        for (int i = 1; i <= 4; i++)
        {
            Take([Images.Registration(i, rack: _random.Next(2) == 0 ? null : $"r{i % 2}")]);
        }

        for (int i = 0; i < requests; i++)
        {
            Take(NextRequest());
        }
    }

    /// <summary>The image at the end.</summary>
    public MetadataImage Image { get; private set; } = MetadataImage.Empty;

    /// <summary>The records of each request that made any.</summary>
    public IReadOnlyList<IReadOnlyList<MetadataRecord>> Entries => _entries;

    private IReadOnlyList<MetadataRecord> NextRequest() => _random.Next(16) switch
    {
        0 or 1 => TopicsControl.Create(Image, Creation(), Images.Defaults, _random).Records,
        2 => TopicsControl.Delete(Image, new DeleteTopicsCommand { Topics = [new TopicReference { Name = Topic() }] }).Records,
        3 => ConfigControl.Alter(Image, Alteration()).Records,
        4 => ProducerIdsControl.Allocate(Image, new AllocateProducerIdsCommand { Broker = new BrokerId(1), BrokerEpoch = 1 }).Records,
        5 => BrokersControl.Fence(Image, [new BrokerId(_random.Next(2, 5))]),
        6 => ConsumerGroupsControl.Write(Image, new WriteConsumerGroupCommand { ConsumerGroup = Group(), Generation = 100, State = new byte[_random.Next(5)] }).Records,
        7 => ConsumerGroupsControl.Delete(Image, new DeleteConsumerGroupsCommand { ConsumerGroups = [Group()] }).Records,
        8 => ProducerInitializationControl.Initialize(Image, Initialization(), Images.Defaults, Now()).Records,
        9 or 10 => TransactionPartitionsControl.AddPartitions(Image, Addition(), Now()).Records,
        11 => TransactionOffsetsControl.Commit(Image, PendingCommit(), Now()).Records,
        12 => TransactionEndControl.End(Image, End(), Now()).Records,
        13 => TransactionUpkeepControl.Complete(Image, Completion(), Now()).Records,
        14 => OffsetsControl.Delete(Image, Deletion()).Records,
        _ => OffsetsControl.Commit(Image, Commit(), DateTimeOffset.UnixEpoch.AddMilliseconds(_random.Next(3))).Records,
    };

    private CreateTopicsCommand Creation() => new()
    {
        Topics =
        [
            new TopicCreation
            {
                Name = Topic(),
                PartitionCount = _random.Next(1, 5),
                ReplicationFactor = _random.Next(1, 3),
                Configs = _random.Next(2) == 0 ? [] : [new ConfigSetting { Name = "retention.ms", Value = "5" }],
            },
        ],
    };

    private AlterConfigsCommand Alteration() => new()
    {
        Resources =
        [
            new ConfigResourceAlteration
            {
                Type = ConfigResourceType.Topic,
                Name = Topic(),
                Changes = [new ConfigChange { Name = "segment.ms", Operation = _random.Next(2) == 0 ? ConfigOperation.Set : ConfigOperation.Delete, Value = "7" }],
            },
        ],
    };

    private CommitOffsetsCommand Commit() => new()
    {
        ConsumerGroup = Group(),
        Offsets = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => new OffsetCommit { Topic = Topic(), Partition = _random.Next(4), Offset = new Offset(_random.Next(100)) })],
    };

    private InitializeProducerCommand Initialization() => new() { TransactionalId = Id(), TransactionTimeoutMs = 1_000 };

    private AddPartitionsToTransactionCommand Addition()
    {
        var (id, producerId, epoch) = Producer();
        return new AddPartitionsToTransactionCommand
        {
            TransactionalId = id,
            ProducerId = producerId,
            ProducerEpoch = epoch,
            Partitions = [new PartitionReference { Topic = Topic(), Partition = _random.Next(4) }, new PartitionReference { Topic = Topic(), Partition = _random.Next(4) }],
        };
    }

    private CommitTransactionOffsetsCommand PendingCommit()
    {
        var (id, producerId, epoch) = Producer();
        return new CommitTransactionOffsetsCommand
        {
            TransactionalId = id,
            ProducerId = producerId,
            ProducerEpoch = epoch,
            TransactionVersion = 2,
            ConsumerGroup = Group(),
            Offsets = Commit().Offsets,
        };
    }

    private EndTransactionCommand End()
    {
        var (id, producerId, epoch) = Producer();
        return new EndTransactionCommand
        {
            TransactionalId = id,
            ProducerId = producerId,
            ProducerEpoch = epoch,
            TransactionVersion = (sbyte)_random.Next(1, 3),
            Commit = _random.Next(2) == 0,
        };
    }

    private CompleteTransactionsCommand Completion() => new()
    {
        Transactions =
        [
            .. Image.Transactions.Ending.Take(2).Select(id => Image.Transactions.ById[id]).Select(transaction => new EndedTransaction
            {
                TransactionalId = transaction.TransactionalId,
                ProducerId = transaction.ProducerId,
                ProducerEpoch = transaction.ProducerEpoch,
            }),
        ],
    };

    private DeleteOffsetsCommand Deletion() =>
        new() { ConsumerGroup = Group(), Partitions = [new PartitionReference { Topic = Topic(), Partition = _random.Next(4) }] };

    private (string Id, long ProducerId, short Epoch) Producer()
    {
        string id = Id();
        return Image.Transactions.TryGet(id, out var transaction) ? (id, transaction.ProducerId, transaction.ProducerEpoch) : (id, 0, (short)0);
    }

    private DateTimeOffset Now() => DateTimeOffset.UnixEpoch.AddMilliseconds(_random.Next(3));

    private string Id() => $"tx-{_random.Next(3)}";

    private string Topic() => $"topic-{_random.Next(6)}";

    private string Group() => $"group-{_random.Next(4)}";

    private void Take(IReadOnlyList<MetadataRecord> records)
    {
        if (records.Count > 0)
        {
            _entries.Add(records);
            Image = Image.With(records);
        }
    }
}
