using System.Collections.Concurrent;
using RaftLog.Model;
using RaftLog.Protocol;

namespace RaftLog.Client.Tests;

[CancelAfter(30_000)]
public sealed class ProducerTests
{
    private const string Topic = "orders";

    [Test]
    public async Task ProduceAsync_TellsPartitionOffsetAndTimestamp()
    {
        await using var cluster = new FakeCluster();
        cluster.AddTopic(Topic, 3);
        await using var producer = new Producer<string, string>(cluster.ProducerOptions());
        var at = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123);

        await producer.ProduceAsync(new ProducerRecord<string, string>(Topic, "k", "v0") { Partition = 2 });
        DeliveryResult second = await producer.ProduceAsync(new ProducerRecord<string, string>(Topic, "k", "v1") { Partition = 2, Timestamp = at });

        Assert.That(second, Is.EqualTo(new DeliveryResult(new TopicPartition(Topic, 2), 1, at)));
    }

    [Test]
    public async Task ProduceAsync_SendsAKeyWhereJavaSendsIt()
    {
        await using var cluster = new FakeCluster();
        cluster.AddTopic(Topic, 7);
        await using var producer = new Producer<string, string>(cluster.ProducerOptions());

        DeliveryResult result = await producer.ProduceAsync(new ProducerRecord<string, string>(Topic, "foobar", "v"));

        Assert.That(result.TopicPartition.Partition, Is.EqualTo((-790332482 & int.MaxValue) % 7));
    }

    [Test]
    public async Task SendAsync_GathersRecordsInBatches_UntilTheLingerIsOver()
    {
        var time = new ManualTime();
        await using var cluster = new FakeCluster();
        cluster.AddTopic(Topic, 1);
        ProducerOptions options = cluster.ProducerOptions() with
        {
            Linger = TimeSpan.FromMilliseconds(50),
            DeliveryTimeout = TimeSpan.FromDays(1),
            TimeProvider = time,
        };
        await using var producer = new Producer<string, string>(options);
        for (int i = 0; i < 100; i++)
        {
            await producer.SendAsync(new ProducerRecord<string, string>(Topic, "k", $"v{i}"));
        }

        Assert.That(cluster.Log(Topic, 0).EndOffset, Is.Zero);
        Task grown = cluster.Log(Topic, 0).Grown;
        while (!grown.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        await producer.FlushAsync();
        Assert.That(cluster.Log(Topic, 0).Headers().Single().RecordCount, Is.EqualTo(100));
    }

    [Test]
    public async Task SendAsync_BeginsAnotherBatch_WhenOneIsFull()
    {
        await using var cluster = new FakeCluster();
        cluster.AddTopic(Topic, 1);
        await using var producer = new Producer<string, string>(cluster.ProducerOptions() with { BatchBytes = 1_000, Linger = TimeSpan.FromSeconds(1) });
        for (int i = 0; i < 50; i++)
        {
            await producer.SendAsync(new ProducerRecord<string, string>(Topic, "k", new string('v', 100)));
        }

        await producer.FlushAsync();

        RecordBatchHeader[] headers = cluster.Log(Topic, 0).Headers();
        Assert.That(headers, Has.Length.GreaterThan(5));
        Assert.That(headers.Select(header => header.SizeInBytes), Has.All.LessThanOrEqualTo(1_000));
    }

    [Test]
    public async Task SendAsync_PutsOneBatchOfEachPartitionInOneRequest()
    {
        await using var cluster = new FakeCluster(brokers: 1);
        cluster.AddTopic(Topic, 8);
        await using var producer = new Producer<string, string>(cluster.ProducerOptions() with { Linger = TimeSpan.FromSeconds(5) });
        for (int i = 0; i < 8; i++)
        {
            await producer.SendAsync(new ProducerRecord<string, string>(Topic, "k", "v") { Partition = i });
        }

        await producer.FlushAsync();

        Assert.That(cluster.Requests.Count(request => request.Key == ApiKey.Produce), Is.EqualTo(1));
    }

    [Test]
    public async Task Retries_KeepOrder_WhenBatchesFailAtRandom([Values(1, 2, 3)] int seed)
    {
        await using var cluster = new FakeCluster();
        cluster.AddTopic(Topic, 2);
        var random = new Random(seed);
        ErrorCode[] errors =
            [ErrorCode.None, ErrorCode.None, ErrorCode.NotLeaderOrFollower, ErrorCode.RequestTimedOut, ErrorCode.NotEnoughReplicas];
        cluster.BeforeAppend = (_, _, _) => Draw(random, errors);
        await using var producer = new Producer<string, string>(cluster.ProducerOptions() with { BatchBytes = 300 });

        await ProduceNumbersAsync(producer, 500);

        AssertInOrderOnce(cluster, 500);
    }

    [Test]
    public async Task LostAnswers_NeitherDuplicateNorReorder([Values(1, 2, 3)] int seed)
    {
        await using var cluster = new FakeCluster();
        cluster.AddTopic(Topic, 2);
        var random = new Random(seed);
        cluster.AfterAppend = (_, _, _) => Draw(random, [true, true, true, false]);
        await using var producer = new Producer<string, string>(cluster.ProducerOptions() with { BatchBytes = 300 });

        await ProduceNumbersAsync(producer, 300);

        AssertInOrderOnce(cluster, 300);
    }

    [Test]
    public async Task WithoutIdempotence_RetriesKeepOrderToo()
    {
        await using var cluster = new FakeCluster();
        cluster.AddTopic(Topic, 2);
        var random = new Random(5);
        cluster.BeforeAppend = (_, _, _) => Draw(random, [ErrorCode.None, ErrorCode.NotEnoughReplicas]);
        ProducerOptions options = cluster.ProducerOptions() with { EnableIdempotence = false, Acks = Acks.Leader, BatchBytes = 300 };
        await using var producer = new Producer<string, string>(options);

        await ProduceNumbersAsync(producer, 200);

        AssertInOrderOnce(cluster, 200);
    }

    [Test]
    public async Task Sequences_CountUpPerPartition_UnderOneProducerId()
    {
        await using var cluster = new FakeCluster();
        cluster.AddTopic(Topic, 1);
        await using var producer = new Producer<string, string>(cluster.ProducerOptions() with { BatchBytes = 300 });

        await ProduceNumbersAsync(producer, 100);

        int expected = 0;
        RecordBatchHeader[] headers = cluster.Log(Topic, 0).Headers();
        foreach (RecordBatchHeader header in headers)
        {
            Assert.That((header.BaseSequence, header.ProducerId, header.ProducerEpoch), Is.EqualTo((expected, headers[0].ProducerId, (short)0)));
            expected += header.RecordCount;
        }
    }

    [Test]
    public async Task LostCount_IsHealedByAnotherEpoch_FromSequenceZero()
    {
        await using var cluster = new FakeCluster();
        cluster.AddTopic(Topic, 1);
        await using var producer = new Producer<string, string>(cluster.ProducerOptions());
        await ProduceNumbersAsync(producer, 1);
        int refusals = 0;
        cluster.BeforeAppend = (_, _, _) => refusals++ == 0 ? ErrorCode.OutOfOrderSequenceNumber : ErrorCode.None;

        await producer.ProduceAsync(new ProducerRecord<string, string>(Topic, "k", "next"));

        RecordBatchHeader last = cluster.Log(Topic, 0).Headers()[^1];
        Assert.That((last.ProducerEpoch, last.BaseSequence), Is.EqualTo(((short)1, 0)));
    }

    [Test]
    public async Task UnknownProducerId_IsReplacedByAnother()
    {
        await using var cluster = new FakeCluster();
        cluster.AddTopic(Topic, 1);
        await using var producer = new Producer<string, string>(cluster.ProducerOptions());
        await ProduceNumbersAsync(producer, 1);
        int refusals = 0;
        cluster.BeforeAppend = (_, _, _) => refusals++ == 0 ? ErrorCode.UnknownProducerId : ErrorCode.None;

        await producer.ProduceAsync(new ProducerRecord<string, string>(Topic, "k", "next"));

        RecordBatchHeader[] headers = cluster.Log(Topic, 0).Headers();
        Assert.That(headers[^1].ProducerId, Is.Not.EqualTo(headers[0].ProducerId));
    }

    [Test]
    public async Task RefusedBatch_FailsWithItsError_AndTheNextOnesAreDelivered()
    {
        await using var cluster = new FakeCluster();
        cluster.AddTopic(Topic, 1);
        await using var producer = new Producer<string, string>(cluster.ProducerOptions());
        cluster.BeforeAppend = (_, _, _) => ErrorCode.MessageTooLarge;

        var failure = await Assert.ThrowsAsync<RaftLogException>(
            async () => await producer.ProduceAsync(new ProducerRecord<string, string>(Topic, "k", "refused")));
        cluster.BeforeAppend = (_, _, _) => ErrorCode.None;
        await producer.ProduceAsync(new ProducerRecord<string, string>(Topic, "k", "accepted"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((failure!.ErrorCode, failure.IsRetriable, failure.TopicPartition), Is.EqualTo((ErrorCode.MessageTooLarge, false, new TopicPartition(Topic, 0))));
            Assert.That(cluster.Log(Topic, 0).Values(), Is.EqualTo(new[] { "accepted" }));
        }
    }

    [Test]
    public async Task FlushAsync_Throws_WhenNobodyAwaitedTheRecordThatFailed()
    {
        await using var cluster = new FakeCluster();
        cluster.AddTopic(Topic, 1);
        var reports = new ConcurrentQueue<DeliveryReport>();
        await using var producer = new Producer<string, string>(cluster.ProducerOptions() with { DeliveryHandler = reports.Enqueue });
        cluster.BeforeAppend = (_, _, _) => ErrorCode.InvalidRecord;
        await producer.SendAsync(new ProducerRecord<string, string>(Topic, "k", "v"));

        var failure = await Assert.ThrowsAsync<RaftLogException>(() => producer.FlushAsync());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure!.ErrorCode, Is.EqualTo(ErrorCode.InvalidRecord));
            Assert.That(reports.Single().Error!.ErrorCode, Is.EqualTo(ErrorCode.InvalidRecord));
        }
    }

    [Test]
    public async Task DeliveryHandlerThatThrows_DoesNotStopTheProducer()
    {
        await using var cluster = new FakeCluster();
        cluster.AddTopic(Topic, 1);
        ProducerOptions options = cluster.ProducerOptions() with { DeliveryHandler = _ => throw new InvalidOperationException() };
        await using var producer = new Producer<string, string>(options);

        await ProduceNumbersAsync(producer, 1);
        DeliveryResult second = await producer.ProduceAsync(new ProducerRecord<string, string>(Topic, "k", "v"));

        Assert.That(second.Offset, Is.EqualTo(1));
    }

    [Test]
    public async Task ProduceAsync_ToATopicThatDoesNotExist_SaysSo()
    {
        var time = new ManualTime();
        await using var cluster = new FakeCluster();
        await using var producer = new Producer<string, string>(cluster.ProducerOptions() with { TimeProvider = time, MaxBlock = TimeSpan.FromDays(1) });

        Task produced = producer.ProduceAsync(new ProducerRecord<string, string>("nowhere", "k", "v")).AsTask();
        while (!produced.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        var failure = await Assert.ThrowsAsync<RaftLogException>(() => produced);
        Assert.That((failure!.ErrorCode, failure.TopicPartition!.Value.Topic), Is.EqualTo((ErrorCode.UnknownTopicOrPartition, "nowhere")));
    }

    [Test]
    public async Task ProduceAsync_Waits_WhileTheBufferIsFull()
    {
        await using var cluster = new FakeCluster(brokers: 1);
        cluster.AddTopic(Topic, 1);
        ProducerOptions options = cluster.ProducerOptions() with { MaxRequestBytes = 4_096, BatchBytes = 4_096, BufferBytes = 4_096 };
        await using var producer = new Producer<string, string>(options);
        await ProduceNumbersAsync(producer, 1);
        cluster.Brokers[0].Pause();

        ValueTask first = producer.SendAsync(new ProducerRecord<string, string>(Topic, "k", new string('a', 3_000)));
        ValueTask second = producer.SendAsync(new ProducerRecord<string, string>(Topic, "k", new string('b', 3_000)));
        bool waited = first.IsCompleted && !second.IsCompleted;
        cluster.Brokers[0].Resume();
        await first;
        await second;
        await producer.FlushAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(waited, Is.True);
            Assert.That(cluster.Log(Topic, 0).EndOffset, Is.EqualTo(3));
        }
    }

    [Test]
    public async Task Batches_DoNotLinger_WhileTheBufferIsFull()
    {
        await using var cluster = new FakeCluster(brokers: 1);
        cluster.AddTopic(Topic, 3);
        ProducerOptions options = cluster.ProducerOptions() with
        {
            Linger = TimeSpan.FromHours(1),
            DeliveryTimeout = TimeSpan.FromHours(2),
            MaxRequestBytes = 4_096,
            BatchBytes = 4_096,
            BufferBytes = 4_096,
        };
        await using var producer = new Producer<string, string>(options);

        for (int i = 0; i < 6; i++)
        {
            await producer.SendAsync(new ProducerRecord<string, string>(Topic, "k", new string('a', 1_500)) { Partition = i % 3 });
        }

        Assert.That(Enumerable.Range(0, 3).Sum(partition => cluster.Log(Topic, partition).EndOffset), Is.GreaterThanOrEqualTo(4));
    }

    [Test]
    public async Task Compression_IsOnTheBatch_AndTheRecordsInside([Values(CompressionCodec.Gzip, CompressionCodec.Snappy)] CompressionCodec codec)
    {
        await using var cluster = new FakeCluster();
        cluster.AddTopic(Topic, 1);
        await using var producer = new Producer<string, string>(cluster.ProducerOptions() with { Compression = codec });

        await ProduceNumbersAsync(producer, 20);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(cluster.Log(Topic, 0).Headers().Select(header => header.Codec), Has.All.EqualTo(codec));
            AssertInOrderOnce(cluster, 20);
        }
    }

    [Test]
    public async Task Disposing_LeavesNobodyWaiting_AlsoThoseWhoWaitForMemory()
    {
        await using var cluster = new FakeCluster();
        cluster.AddTopic(Topic, 1);
        ProducerOptions options = cluster.ProducerOptions() with
        {
            MaxRequestBytes = 1024,
            BatchBytes = 1024,
            BufferBytes = 1024,
            ConnectTimeout = TimeSpan.FromMilliseconds(20),
            ConnectTimeoutMax = TimeSpan.FromMilliseconds(20),
            RequestTimeout = TimeSpan.FromMilliseconds(20),
            DeliveryTimeout = TimeSpan.FromMilliseconds(40),
        };
        var producer = new Producer<string, string>(options);
        await producer.ProduceAsync(new ProducerRecord<string, string>(Topic, "k", "first"));
        Array.ForEach(cluster.Brokers, broker => broker.Pause());
        Task<DeliveryResult>[] waiting = [.. Enumerable.Range(0, 10).Select(i => producer.ProduceAsync(new ProducerRecord<string, string>(Topic, "k", new string('v', 400))).AsTask())];

        await producer.DisposeAsync();

        await ((Task)Task.WhenAll(waiting)).WaitAsync(TestContext.CurrentContext.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.That(waiting.Select(task => task.IsCompleted), Has.All.True);
    }

    [Test]
    public async Task AcksNone_CompletesWithoutAnAnswer()
    {
        await using var cluster = new FakeCluster();
        cluster.AddTopic(Topic, 1);
        await using var producer = new Producer<string, string>(cluster.ProducerOptions() with { Acks = Acks.None, EnableIdempotence = false });
        Task? grown = cluster.Log(Topic, 0).Grown;

        DeliveryResult result = await producer.ProduceAsync(new ProducerRecord<string, string>(Topic, "k", "v"));
        await grown;

        Assert.That(result.Offset, Is.EqualTo(-1));
    }

    internal static async Task ProduceNumbersAsync(Producer<string, string> producer, int count)
    {
        var produced = new List<Task<DeliveryResult>>();
        for (int i = 0; i < count; i++)
        {
            produced.Add(producer.ProduceAsync(new ProducerRecord<string, string>(Topic, $"key-{i % 5}", $"{i}")).AsTask());
        }

        await Task.WhenAll(produced);
    }

    internal static void AssertInOrderOnce(FakeCluster cluster, int count)
    {
        var all = new List<int>();
        for (int partition = 0; cluster.HasLog(Topic, partition); partition++)
        {
            int[] values = [.. cluster.Log(Topic, partition).Values().Select(int.Parse)];
            Assert.That(values, Is.Ordered.And.Unique, $"Partition {partition}.");
            all.AddRange(values);
        }

        Assert.That(all, Is.EquivalentTo(Enumerable.Range(0, count)));
    }

    private static T Draw<T>(Random random, T[] choices)
    {
        lock (random)
        {
            return choices[random.Next(choices.Length)];
        }
    }
}
