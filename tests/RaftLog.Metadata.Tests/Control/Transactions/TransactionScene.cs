using RaftLog.Metadata.Tests.Support;
using RaftLog.Model;

namespace RaftLog.Metadata.Tests.Control.Transactions;

/// <summary>One transactional id whose requests are decided and applied one after the other.</summary>
internal sealed class TransactionScene
{
    public const string Id = "tx";
    public const string Group = "readers";

    private const short HighestEpoch = short.MaxValue - 1;

    private long _nowMs = 1_000;

    public MetadataImage Image { get; private set; } = Images.WithBrokers(1).WithTopic("orders", partitions: 3).WithTopic("payments", partitions: 1);

    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(_nowMs);

    /// <summary>What the image says of the transactional id.</summary>
    public TransactionImage State => Image.Transactions.ById[Id];

    public TransactionScene Wait(long ms)
    {
        _nowMs += ms;
        return this;
    }

    public TransactionScene With(params MetadataRecord[] records)
    {
        Image = Image.With(records);
        return this;
    }

    /// <summary>Puts the id in a state: producer 7 at epoch 3, which the same producer bumped from epoch 2.</summary>
    public TransactionScene In(TransactionState state, short epoch = 3, short last = 2)
    {
        With(new TransactionRecord
        {
            TransactionalId = Id,
            State = state,
            ProducerId = 7,
            ProducerEpoch = epoch,
            LastProducerEpoch = last,
            TimeoutMs = 500,
            StartTimestampMs = 1_000,
            UpdateTimestampMs = 1_000,
        });
        if (state is TransactionState.Ongoing or TransactionState.PrepareCommit or TransactionState.PrepareAbort)
        {
            With(TransactionPartitionsRecord.Of(Id, [new TopicPartition("orders", 0)]));
        }

        return this;
    }

    /// <summary>An open transaction at the highest epoch that a client ever has.</summary>
    public TransactionScene AtTheHighestEpoch() => With(new ProducerIdsRecord { NextProducerId = 50 }).In(TransactionState.Ongoing, HighestEpoch, TransactionImage.NoEpoch);

    public InitializeProducerResult Init(long producerId = -1, short epoch = -1, int timeoutMs = 500) => Apply(ProducerInitializationControl.Initialize(
        Image,
        new InitializeProducerCommand { TransactionalId = Id, ProducerId = producerId, ProducerEpoch = epoch, TransactionTimeoutMs = timeoutMs },
        Images.Defaults,
        Now));

    public ErrorCode Add(string topic, int partition, long producerId = 7, short epoch = 3, bool verifyOnly = false, sbyte version = 1)
    {
        var result = Apply(TransactionPartitionsControl.AddPartitions(
            Image,
            new AddPartitionsToTransactionCommand
            {
                TransactionalId = Id,
                ProducerId = producerId,
                ProducerEpoch = epoch,
                VerifyOnly = verifyOnly,
                TransactionVersion = version,
                Partitions = [new PartitionReference { Topic = topic, Partition = partition }],
            },
            Now));
        return result.IsSuccess ? result.Partitions.Single().Error : result.Error;
    }

    public ErrorCode AddOffsets(long producerId = 7, short epoch = 3, string group = Group) => Apply(TransactionPartitionsControl.AddOffsets(
        Image,
        new AddOffsetsToTransactionCommand { TransactionalId = Id, ProducerId = producerId, ProducerEpoch = epoch, ConsumerGroup = group },
        Now)).Error;

    public ErrorCode CommitOffset(long offset, string topic = "orders", int partition = 0, long producerId = 7, short epoch = 3, sbyte version = 1, string? note = null)
    {
        var result = Apply(TransactionOffsetsControl.Commit(
            Image,
            new CommitTransactionOffsetsCommand
            {
                TransactionalId = Id,
                ProducerId = producerId,
                ProducerEpoch = epoch,
                TransactionVersion = version,
                ConsumerGroup = Group,
                Offsets = [new OffsetCommit { Topic = topic, Partition = partition, Offset = new Offset(offset), Metadata = note }],
            },
            Now));
        return result.IsSuccess ? result.Partitions.Single().Error : result.Error;
    }

    public EndTransactionResult End(bool commit, sbyte version = 1, long producerId = 7, short epoch = 3) => Apply(TransactionEndControl.End(
        Image,
        new EndTransactionCommand { TransactionalId = Id, ProducerId = producerId, ProducerEpoch = epoch, TransactionVersion = version, Commit = commit },
        Now));

    /// <summary>All partitions have the marker that the image says.</summary>
    public void Complete() => Complete(State.ProducerId, State.ProducerEpoch);

    public void Complete(long producerId, short epoch) => Apply(TransactionUpkeepControl.Complete(
        Image,
        new CompleteTransactionsCommand { Transactions = [new EndedTransaction { TransactionalId = Id, ProducerId = producerId, ProducerEpoch = epoch }] },
        Now));

    public void Expire() => Image = Image.With(TransactionUpkeepControl.Expire(Image, Images.Defaults, Now));

    public long? CommittedOffset(int partition = 0) => Image.ConsumerGroups.OffsetOf(Group, new TopicPartition("orders", partition))?.Offset.Value;

    private TResult Apply<TResult>(ControlResult<TResult> result)
    {
        if (result.Records.Count > 0)
        {
            Image = Image.With(result.Records);
        }

        return result.Response;
    }
}
