using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Handlers;

/// <summary>Produce within transactions, against a whole broker.</summary>
public sealed class TransactionalProduceTests
{
    private TestBroker _broker = null!;
    private TestTransaction _producer = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _broker = await TestBroker.StartAsync();
        await _broker.CreateTopicAsync("t", partitions: 2);
        _producer = await TestTransaction.BeginAsync(_broker);
    }

    [TearDown]
    public async Task StopAsync() => await _broker.DisposeAsync();

    [Test]
    public async Task Batch_OfAPartitionThatTheCoordinatorWasToldOf_IsAppended()
    {
        await _producer.AddAsync("t", 0);

        Assert.That(await _producer.ProduceAsync("t", 0, "a"), Is.EqualTo(ErrorCode.None));
        Assert.That(await _producer.ProduceAsync("t", 0, "b"), Is.EqualTo(ErrorCode.None));
    }

    /// <summary>KIP-890: otherwise nobody would ever end what begins there.</summary>
    [TestCase((short)11, ErrorCode.TransactionAbortable)]
    [TestCase((short)10, ErrorCode.InvalidTxnState)]
    public async Task Batch_OfAnotherPartition_IsRefused_InWordsThatItsProducerKnows(short version, ErrorCode expected)
    {
        await _producer.AddAsync("t", 0);

        Assert.That(await _producer.ProduceAsync("t", 1, "a", version), Is.EqualTo(expected));
    }

    /// <summary>KIP-890, part 2.</summary>
    [Test]
    public async Task Batch_OfAProducerThatLeavesItToTheLeader_TakesThePartitionIn()
    {
        Assert.That(await _producer.ProduceAsync("t", 1, "a", TestTransaction.ProduceThatAdds), Is.EqualTo(ErrorCode.None));

        await _producer.EndAsync(commit: true, version: 5);
        Assert.That(await _producer.ProduceAsync("t", 1, "b", TestTransaction.ProduceThatAdds), Is.EqualTo(ErrorCode.None).Or.EqualTo(ErrorCode.ConcurrentTransactions));
    }

    /// <summary>The coordinator writes once, however many partitions there are.</summary>
    [Test]
    public async Task RequestThatBeginsInManyPartitions_AsksTheCoordinatorOnce()
    {
        const int Partitions = 8;
        await _broker.CreateTopicAsync("many", Partitions);
        int changes = 0;
        using var watch = _broker.Watch(change => changes += change.Transactions.Any() ? 1 : 0);
        int before = changes;

        var errors = await _producer.ProduceToAllAsync("many", Enumerable.Range(0, Partitions), TestTransaction.ProduceThatAdds);

        await Eventually.HoldsAsync(() => changes > before, "The transaction did not get its partitions.");
        Assert.That(errors, Is.EqualTo(Enumerable.Repeat(ErrorCode.None, Partitions)));
        Assert.That(changes - before, Is.EqualTo(1));
        Assert.That(_broker.Image.Transactions.TryGet("tx", out var transaction) ? transaction.Partitions : [], Has.Count.EqualTo(Partitions));
    }

    [Test]
    public async Task RequestForSeveralPartitions_IsAnsweredForEachByItself()
    {
        await _producer.AddAsync("t", 1);

        Assert.That(await _producer.ProduceToAllAsync("t", [0, 1]), Is.EqualTo([ErrorCode.TransactionAbortable, ErrorCode.None]));
    }

    [Test]
    public async Task LateBatch_OfATransactionThatHasEnded_IsRefused()
    {
        await _producer.AddAsync("t", 0);
        await _producer.ProduceAsync("t", 0, "a");
        await _producer.EndAsync(commit: false);

        Assert.That(await EventuallyProduceAsync(), Is.EqualTo(ErrorCode.TransactionAbortable));
    }

    [Test]
    public async Task BatchOutsideOfTheTransaction_WhileOneIsOpen_IsInvalidTxnState()
    {
        await _producer.AddAsync("t", 0);
        await _producer.ProduceAsync("t", 0, "a");

        Assert.That(await _producer.ProduceAsync("t", 0, "b", isTransactional: false), Is.EqualTo(ErrorCode.InvalidTxnState));
    }

    [Test]
    public async Task ProducerThatWasReplaced_IsFenced()
    {
        await _producer.AddAsync("t", 0);
        await _producer.ProduceAsync("t", 0, "a");
        await TestTransaction.BeginAsync(_broker);

        Assert.That(await _producer.ProduceAsync("t", 0, "b"), Is.EqualTo(ErrorCode.InvalidProducerEpoch));
    }

    [Test]
    public async Task DescribeProducers_TellsOfTheOpenTransaction()
    {
        await _producer.AddAsync("t", 0);
        await _producer.ProduceAsync("t", 0, "a");
        var request = new DescribeProducersRequest { Topics = [new DescribeProducersRequest.Topic { Name = "t", PartitionIndexes = [0, 7] }] };

        var partitions = (await _broker.Connect().CallAsync(request, version: 0)).Topics.Single().Partitions;

        var producer = partitions[0].ActiveProducers.Single();
        Assert.That((producer.ProducerId, producer.LastSequence, producer.CurrentTxnStartOffset), Is.EqualTo((_producer.ProducerId, 0, 0L)));
        Assert.That(partitions[1].ErrorCode, Is.EqualTo(ErrorCode.UnknownTopicOrPartition));
    }

    // While the transaction ends, the producer is asked to wait; a batch that still found it open counts for nothing here.
    private async Task<ErrorCode> EventuallyProduceAsync()
    {
        ErrorCode error;
        do
        {
            error = await _producer.ProduceAsync("t", 0, "late");
        }
        while (error is ErrorCode.NotEnoughReplicas or ErrorCode.None);
        return error;
    }
}
