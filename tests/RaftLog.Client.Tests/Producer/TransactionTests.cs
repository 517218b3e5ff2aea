using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client.Tests;

/// <summary>Transactions at both levels of <c>transaction.version</c>, judged by readers of committed records.</summary>
[TestFixture(1)]
[TestFixture(2)]
[CancelAfter(30_000)]
public sealed class TransactionTests(int version)
{
    private const string Topic = "orders";

    private FakeCluster _cluster = null!;

    [SetUp]
    public void Start()
    {
        _cluster = new FakeCluster();
        _cluster.Transactions.Version = (short)version;
        _cluster.AddTopic(Topic, 2);
    }

    [TearDown]
    public async Task StopAsync() => await _cluster.DisposeAsync();

    [Test]
    public async Task CommittedRecords_AreRead_AndAbortedOnesAreNot()
    {
        await using Producer<string, string> producer = await InitializedAsync();
        await ProduceAsync(producer, "a", "b");
        await producer.CommitTransactionAsync();
        await ProduceAsync(producer, "c", "d");
        await producer.FlushAsync();
        await producer.AbortTransactionAsync();
        await ProduceAsync(producer, "e");
        await producer.CommitTransactionAsync();

        Assert.That(await ReadAsync(IsolationLevel.ReadCommitted, 3), Is.EqualTo(["a", "b", "e"]));
        Assert.That(await ReadAsync(IsolationLevel.ReadUncommitted, 5), Is.EqualTo(["a", "b", "c", "d", "e"]));
        Assert.That(_cluster.Transactions.Ends, Is.EqualTo([true, false, true]));
    }

    [Test]
    public async Task PartitionsAreAddedByARequest_OnlyWhereWritingDoesNotAddThem()
    {
        await using Producer<string, string> producer = await InitializedAsync();
        await ProduceAsync(producer, "a");
        await producer.CommitTransactionAsync();

        Assert.That(_cluster.Requests.Count(request => request.Key == ApiKey.AddPartitionsToTxn), Is.EqualTo(version == 1 ? 1 : 0));
        Assert.That(_cluster.Log(Topic, 0).Headers()[0].IsTransactional, Is.True);
    }

    [Test]
    public async Task EachTransactionHasItsOwnEpoch_OnlyWhereTheClusterSaysSo()
    {
        await using Producer<string, string> producer = await InitializedAsync();
        for (int i = 0; i < 3; i++)
        {
            await ProduceAsync(producer, $"v{i}");
            await producer.CommitTransactionAsync();
        }

        RecordBatchHeader[] data = [.. _cluster.Log(Topic, 0).Headers().Where(header => !header.IsControl)];
        Assert.That(data.Select(header => header.ProducerEpoch), Is.EqualTo(version == 1 ? [0, 0, 0] : new short[] { 0, 1, 2 }));
        Assert.That(data.Select(header => header.BaseSequence), Is.EqualTo(version == 1 ? [0, 1, 2] : new[] { 0, 0, 0 }));
    }

    [Test]
    public async Task EmptyTransaction_AsksTheCoordinatorForNothing()
    {
        await using Producer<string, string> producer = await InitializedAsync();
        producer.BeginTransaction();
        await producer.CommitTransactionAsync();
        producer.BeginTransaction();
        await producer.AbortTransactionAsync();

        Assert.That(_cluster.Requests.Select(request => request.Key), Has.None.EqualTo(ApiKey.EndTxn));
    }

    [Test]
    public async Task LostAnswerToACommit_CommitsOnce()
    {
        await using Producer<string, string> producer = await InitializedAsync();
        int asked = 0;
        _cluster.On<EndTxnRequest, EndTxnResponse>((_, request) =>
        {
            EndTxnResponse answer = _cluster.Transactions.End(request);
            return Interlocked.Increment(ref asked) == 1 ? throw new IOException("The script resets the connection.") : answer;
        });
        await ProduceAsync(producer, "a");
        await producer.CommitTransactionAsync();
        await ProduceAsync(producer, "b");
        await producer.CommitTransactionAsync();

        Assert.That(await ReadAsync(IsolationLevel.ReadCommitted, 2), Is.EqualTo(["a", "b"]));
        Assert.That(_cluster.Transactions.Ends, Is.EqualTo([true, true]));
    }

    [Test]
    public async Task SecondProducerOfTheId_ShutsTheFirstOut()
    {
        await using Producer<string, string> first = await InitializedAsync();
        await ProduceAsync(first, "a");
        await first.FlushAsync();
        await using Producer<string, string> second = await InitializedAsync();
        await ProduceAsync(second, "b");
        await second.CommitTransactionAsync();

        TransactionException? fenced = await Assert.CatchAsync<TransactionException>(() => first.CommitTransactionAsync());

        Assert.That((fenced!.IsFatal, fenced.ErrorCode), Is.EqualTo((true, ErrorCode.ProducerFenced)));
        Assert.Throws<TransactionException>(first.BeginTransaction);
        Assert.That(await ReadAsync(IsolationLevel.ReadCommitted, 1), Is.EqualTo(["b"]));
    }

    [Test]
    public async Task RecordThatIsNotDelivered_LeavesOnlyTheAbort_AfterWhichTheProducerGoesOn()
    {
        await using Producer<string, string> producer = await InitializedAsync();
        _cluster.BeforeAppend = (_, _, _) => ErrorCode.MessageTooLarge;
        await ProduceAsync(producer, "a");

        TransactionException? failed = await Assert.CatchAsync<TransactionException>(() => producer.CommitTransactionAsync());
        Assert.That((failed!.IsFatal, failed.ErrorCode), Is.EqualTo((false, ErrorCode.MessageTooLarge)));
        Assert.Throws<TransactionException>(producer.BeginTransaction);
        await producer.AbortTransactionAsync();
        _cluster.BeforeAppend = static (_, _, _) => ErrorCode.None;
        await ProduceAsync(producer, "b");
        await producer.CommitTransactionAsync();

        Assert.That(await ReadAsync(IsolationLevel.ReadCommitted, 1), Is.EqualTo(["b"]));
    }

    [Test]
    public async Task LostAnswersToProducing_NeitherLoseNorDuplicate()
    {
        await using Producer<string, string> producer = await InitializedAsync();
        int answered = 0;
        _cluster.AfterAppend = (_, _, _) => Interlocked.Increment(ref answered) % 3 != 0;
        string[] values = [.. Enumerable.Range(0, 60).Select(i => $"v{i}")];
        foreach (string[] some in values.Chunk(10))
        {
            await ProduceAsync(producer, some);
            await producer.CommitTransactionAsync();
        }

        Assert.That(await ReadAsync(IsolationLevel.ReadCommitted, 60), Is.EqualTo(values));
    }

    [Test]
    public async Task OffsetsAreCommittedWithTheTransaction_AndNotWithoutIt()
    {
        await using Producer<string, string> producer = await InitializedAsync();
        var partition = new TopicPartition(Topic, 1);
        var group = new ConsumerGroupMetadata("group");
        producer.BeginTransaction();
        await producer.SendOffsetsToTransactionAsync([new TopicPartitionOffset(partition, 7)], group);
        await producer.AbortTransactionAsync();
        Assert.That(_cluster.CommittedOffset(Topic, 1), Is.Null);

        producer.BeginTransaction();
        await producer.SendOffsetsToTransactionAsync([new TopicPartitionOffset(partition, 7)], group);
        Assert.That(_cluster.CommittedOffset(Topic, 1), Is.Null);
        await producer.CommitTransactionAsync();

        Assert.That(_cluster.CommittedOffset(Topic, 1), Is.EqualTo(7));
    }

    [Test]
    public async Task AfterAnAbort_TheConsumerReadsAgainWhatWasInTheTransaction()
    {
        await using Producer<string, string> producer = await InitializedAsync();
        await ProduceAsync(producer, "a", "b", "c");
        await producer.CommitTransactionAsync();
        await using var consumer = new Consumer<string, string>(_cluster.ConsumerOptions() with { GroupId = "group", EnableAutoCommit = false });
        consumer.Assign([new TopicPartition(Topic, 0)]);
        string first = (await consumer.ConsumeAsync()).Value;
        producer.BeginTransaction();
        await producer.SendOffsetsToTransactionAsync([new TopicPartitionOffset(new TopicPartition(Topic, 0), 1)], consumer.GroupMetadata);
        await producer.CommitTransactionAsync();
        string second = (await consumer.ConsumeAsync()).Value;

        consumer.SeekToCommitted();

        string again = (await consumer.ConsumeAsync()).Value;
        Assert.That((first, second, again), Is.EqualTo(("a", "b", "b")));
    }

    [Test]
    public async Task OffsetsOfAGenerationThatIsOver_AreRefused_AndTheTransactionCanBeAborted()
    {
        await using Producer<string, string> producer = await InitializedAsync();
        producer.BeginTransaction();

        TransactionException? refused = await Assert.CatchAsync<TransactionException>(() => producer.SendOffsetsToTransactionAsync(
            [new TopicPartitionOffset(new TopicPartition(Topic, 0), 1)], new ConsumerGroupMetadata("group", 3, "gone")));
        await producer.AbortTransactionAsync();
        producer.BeginTransaction();

        Assert.That((refused!.IsFatal, refused.ErrorCode), Is.EqualTo((false, ErrorCode.UnknownMemberId)));
    }

    [Test]
    public async Task OpenTransaction_EndsWhatReadersOfCommittedRecordsSee()
    {
        await using Producer<string, string> producer = await InitializedAsync();
        await ProduceAsync(producer, "a");
        await producer.CommitTransactionAsync();
        await ProduceAsync(producer, "b");
        await producer.FlushAsync();
        await using var admin = new AdminClient(_cluster.ClientOptions());
        TopicPartition[] partition = [new(Topic, 0)];

        var committed = await admin.ListOffsetsAsync(partition, OffsetSpec.Latest, IsolationLevel.ReadCommitted);
        var all = await admin.ListOffsetsAsync(partition, OffsetSpec.Latest);

        Assert.That((committed[partition[0]].Offset, all[partition[0]].Offset), Is.EqualTo((2L, 3L)));
    }

    [Test]
    public async Task Disposing_AbortsAnOpenTransaction()
    {
        await using (Producer<string, string> producer = await InitializedAsync())
        {
            await ProduceAsync(producer, "a");
            await producer.FlushAsync();
        }

        Assert.That(_cluster.Transactions.Ends, Is.EqualTo([false]));
    }

    /// <summary>The topic's metadata have yet to come, so it is in no batch.</summary>
    [Test]
    public async Task RecordThatWaitsToBeAccepted_IsInTheTransactionThatItWasHandedOverIn()
    {
        await using Producer<string, string> producer = await InitializedAsync();

        Task committed = ProduceAsync(producer, "a");
        await producer.CommitTransactionAsync();
        await committed;

        Assert.That(_cluster.Transactions.Ends, Is.EqualTo([true]));
        Assert.That(await ReadAsync(IsolationLevel.ReadCommitted, 1), Is.EqualTo(["a"]));
    }

    [Test]
    public async Task RecordThatWaitsToBeAccepted_IsNotInTheNextTransaction_WhenItsOwnIsAborted()
    {
        await using Producer<string, string> producer = await InitializedAsync();

        Task aborted = ProduceAsync(producer, "a");
        await producer.AbortTransactionAsync();
        await aborted.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ProduceAsync(producer, "b");
        await producer.CommitTransactionAsync();

        Assert.That(await ReadAsync(IsolationLevel.ReadCommitted, 1), Is.EqualTo(["b"]));
    }

    [Test]
    public async Task ProducingOutsideATransaction_IsAMistake()
    {
        await using Producer<string, string> producer = await InitializedAsync();

        await Assert.CatchAsync<InvalidOperationException>(async () => await producer.SendAsync(new ProducerRecord<string, string>(Topic, "k", "v")));
        await Assert.CatchAsync<InvalidOperationException>(() => producer.CommitTransactionAsync());
        await Assert.CatchAsync<InvalidOperationException>(() => producer.InitTransactionsAsync());
    }

    private async Task<Producer<string, string>> InitializedAsync()
    {
        var producer = new Producer<string, string>(_cluster.ProducerOptions() with { TransactionalId = "id" });
        await producer.InitTransactionsAsync();
        return producer;
    }

    private static async Task ProduceAsync(Producer<string, string> producer, params string[] values)
    {
        producer.BeginTransaction();
        foreach (string value in values)
        {
            await producer.SendAsync(new ProducerRecord<string, string>(Topic, "k", value) { Partition = 0 });
        }
    }

    private async Task<IReadOnlyList<string>> ReadAsync(IsolationLevel isolation, int count)
    {
        await using var consumer = new Consumer<string, string>(_cluster.ConsumerOptions() with { IsolationLevel = isolation });
        consumer.Assign([new TopicPartition(Topic, 0)]);
        var values = new List<string>();
        while (values.Count < count)
        {
            values.Add((await consumer.ConsumeAsync()).Value);
        }

        return values;
    }
}
