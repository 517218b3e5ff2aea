using System.Text;
using RaftLog.Model;
using RaftLog.Protocol;

namespace RaftLog.Client.Tests;

/// <summary>Reading partitions of one's own choice.</summary>
[CancelAfter(30_000)]
public sealed class ConsumerTests
{
    private const string Topic = "orders";

    [Test]
    public async Task Consumer_ReturnsEveryRecordInOrder()
    {
        await using var cluster = new FakeCluster();
        Fill(cluster, partitions: 3, batches: 10, recordsPerBatch: 7);
        await using var consumer = new Consumer<string, string>(cluster.ConsumerOptions());
        consumer.Assign(Partitions(3));

        List<ConsumeResult<string, string>> records = await TakeAsync(consumer, 210);

        for (int partition = 0; partition < 3; partition++)
        {
            Assert.That(
                records.Where(record => record.Partition == partition).Select(record => record.Offset),
                Is.EqualTo(Enumerable.Range(0, 70).Select(offset => (long)offset)));
        }
    }

    [Test]
    public async Task ConsumeBatchAsync_ReturnsWhatOneFetchBroughtOfOnePartition()
    {
        await using var cluster = new FakeCluster();
        Fill(cluster, partitions: 1, batches: 3, recordsPerBatch: 100);
        await using var consumer = new Consumer<string, string>(cluster.ConsumerOptions());
        consumer.Assign(Partitions(1));

        IReadOnlyList<ConsumeResult<string, string>> first = await consumer.ConsumeBatchAsync(maxRecords: 250);
        IReadOnlyList<ConsumeResult<string, string>> second = await consumer.ConsumeBatchAsync();

        Assert.That((first.Count, second.Count, second[^1].Offset), Is.EqualTo((250, 50, 299L)));
    }

    [Test]
    public async Task ConsumeReadyAsync_ShowsEveryRecord_AlsoThoseThatALoopHasLeft()
    {
        await using var cluster = new FakeCluster();
        Fill(cluster, partitions: 1, batches: 3, recordsPerBatch: 100);
        await using var consumer = new Consumer<string, ReadOnlyMemory<byte>>(cluster.ConsumerOptions());
        consumer.Assign(Partitions(1));

        List<long> offsets = [];
        while (offsets.Count < 300)
        {
            foreach (ConsumeResult<string, ReadOnlyMemory<byte>> record in await consumer.ConsumeReadyAsync())
            {
                offsets.Add(record.Offset);
                if (offsets.Count % 70 == 0)
                {
                    break;
                }
            }
        }

        Assert.That(offsets, Is.EqualTo(Enumerable.Range(0, 300).Select(offset => (long)offset)));
        Assert.That(consumer.Position(Partitions(1)[0]), Is.EqualTo(300));
    }

    [Test]
    public async Task ConsumeReadyAsync_ShowsViews_OfTheSameBytesThatConsumeAsyncCopies()
    {
        await using var cluster = new FakeCluster();
        Fill(cluster, partitions: 1, batches: 2, recordsPerBatch: 10);
        await using var copying = new Consumer<string, string>(cluster.ConsumerOptions());
        await using var viewing = new Consumer<string, ReadOnlyMemory<byte>>(cluster.ConsumerOptions());
        copying.Assign(Partitions(1));
        viewing.Assign(Partitions(1));
        List<ConsumeResult<string, string>> copies = await TakeAsync(copying, 20);

        List<string> seen = [];
        while (seen.Count < 20)
        {
            foreach (ConsumeResult<string, ReadOnlyMemory<byte>> record in await viewing.ConsumeReadyAsync())
            {
                seen.Add($"{record.Key}={Encoding.UTF8.GetString(record.Value.Span)}");
            }
        }

        Assert.That(seen, Is.EqualTo(copies.Select(record => $"{record.Key}={record.Value}")));
    }

    [Test]
    public async Task Record_ComesBackAsItWasProduced()
    {
        await using var cluster = new FakeCluster();
        cluster.AddTopic(Topic, 1);
        await using (var producer = new Producer<string?, string?>(cluster.ProducerOptions()))
        {
            await producer.ProduceAsync(new ProducerRecord<string?, string?>(Topic, "key", null)
            {
                Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(1_234),
                Headers = [new RecordHeader("trace", "x"u8.ToArray())],
            });
        }

        await using var consumer = new Consumer<string, string?>(cluster.ConsumerOptions());
        consumer.Assign(Partitions(1));
        ConsumeResult<string, string?> record = await consumer.ConsumeAsync(TestContext.CurrentContext.CancellationToken);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((record.Key, record.Value, record.TimestampMs, record.LeaderEpoch), Is.EqualTo(("key", (string?)null, 1_234L, 1)));
            Assert.That(record.Headers.Single().Key, Is.EqualTo("trace"));
        }
    }

    [Test]
    public async Task Seek_ContinuesThere_AndDropsWhatWasFetchedAhead()
    {
        await using var cluster = new FakeCluster();
        Fill(cluster, partitions: 1, batches: 10, recordsPerBatch: 10);
        await using var consumer = new Consumer<string, string>(cluster.ConsumerOptions());
        consumer.Assign(Partitions(1));
        await TakeAsync(consumer, 15);

        consumer.Seek(new TopicPartition(Topic, 0), 93);
        ConsumeResult<string, string> forward = await consumer.ConsumeAsync(TestContext.CurrentContext.CancellationToken);
        consumer.Seek(new TopicPartition(Topic, 0), 4);
        ConsumeResult<string, string> back = await consumer.ConsumeAsync(TestContext.CurrentContext.CancellationToken);

        Assert.That((forward.Offset, back.Offset, consumer.Position(new TopicPartition(Topic, 0))), Is.EqualTo((93L, 4L, 5L)));
    }

    [Test]
    public async Task Seek_ToATimeAfterTheLastRecord_ContinuesAtTheEnd()
    {
        await using var cluster = new FakeCluster();
        Fill(cluster, partitions: 1, batches: 1, recordsPerBatch: 5);
        await using var consumer = new Consumer<string, string>(cluster.ConsumerOptions());
        consumer.Assign(Partitions(1));

        await consumer.SeekAsync(Partitions(1), OffsetSpec.At(DateTimeOffset.MaxValue));

        Assert.That(consumer.Position(new TopicPartition(Topic, 0)), Is.EqualTo(5));
    }

    [Test]
    public async Task PausedPartition_ReturnsNothing_UntilItIsResumed()
    {
        await using var cluster = new FakeCluster();
        Fill(cluster, partitions: 2, batches: 1, recordsPerBatch: 10);
        await using var consumer = new Consumer<string, string>(cluster.ConsumerOptions());
        consumer.Assign(Partitions(2));
        consumer.Pause(new TopicPartition(Topic, 0));

        List<ConsumeResult<string, string>> others = await TakeAsync(consumer, 10);
        consumer.Resume(new TopicPartition(Topic, 0));
        List<ConsumeResult<string, string>> resumed = await TakeAsync(consumer, 10);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(others.Select(record => record.Partition), Has.All.EqualTo(1));
            Assert.That(resumed.Select(record => record.Partition), Has.All.EqualTo(0));
        }
    }

    [Test]
    public async Task OffsetOutOfRange_ContinuesWhereTheResetSays()
    {
        await using var cluster = new FakeCluster();
        Fill(cluster, partitions: 1, batches: 10, recordsPerBatch: 10);
        cluster.Log(Topic, 0).StartOffset = 40;
        await using var consumer = new Consumer<string, string>(cluster.ConsumerOptions());
        consumer.Assign(new TopicPartitionOffset(new TopicPartition(Topic, 0), 3));

        Assert.That((await consumer.ConsumeAsync(TestContext.CurrentContext.CancellationToken)).Offset, Is.EqualTo(40));
    }

    [Test]
    public async Task OffsetOutOfRange_Throws_WithoutAReset()
    {
        await using var cluster = new FakeCluster();
        Fill(cluster, partitions: 1, batches: 1, recordsPerBatch: 1);
        await using var consumer = new Consumer<string, string>(cluster.ConsumerOptions() with { AutoOffsetReset = AutoOffsetReset.None });
        consumer.Assign(new TopicPartitionOffset(new TopicPartition(Topic, 0), 1_000));

        var failure = await Assert.ThrowsAsync<RaftLogException>(async () => await consumer.ConsumeAsync(TestContext.CurrentContext.CancellationToken));

        Assert.That((failure!.ErrorCode, failure.TopicPartition), Is.EqualTo((ErrorCode.OffsetOutOfRange, new TopicPartition(Topic, 0))));
    }

    [Test]
    public async Task MovedLeader_IsFollowed_WithoutALossOrARepetition()
    {
        await using var cluster = new FakeCluster();
        Fill(cluster, partitions: 1, batches: 5, recordsPerBatch: 10);
        await using var consumer = new Consumer<string, string>(cluster.ConsumerOptions());
        consumer.Assign(Partitions(1));
        List<ConsumeResult<string, string>> records = await TakeAsync(consumer, 30);

        cluster.MoveLeader(Topic, 0, 2);
        cluster.Brokers[0].Kill();
        Append(cluster, 0, 10);
        records.AddRange(await TakeAsync(consumer, 30));

        Assert.That(records.Select(record => record.Offset), Is.EqualTo(Enumerable.Range(0, 60).Select(offset => (long)offset)));
    }

    [Test]
    public async Task SilentLeader_IsGivenUp_OnceOthersLead()
    {
        await using var cluster = new FakeCluster();
        Fill(cluster, partitions: 1, batches: 1, recordsPerBatch: 10);
        await using var consumer = new Consumer<string, string>(cluster.ConsumerOptions() with { SilentLeaderCheck = TimeSpan.FromMilliseconds(20) });
        consumer.Assign(Partitions(1));
        await TakeAsync(consumer, 10);

        cluster.Brokers[0].Pause();
        cluster.MoveLeader(Topic, 0, 1);
        Append(cluster, 0, 1);

        Assert.That((await consumer.ConsumeAsync(TestContext.CurrentContext.CancellationToken)).Offset, Is.EqualTo(10));
    }

    [Test]
    public async Task SilentLeader_IsGivenUp_AlsoOnceItHasLeftTheMetadata()
    {
        await using var cluster = new FakeCluster();
        Fill(cluster, partitions: 1, batches: 1, recordsPerBatch: 10);
        ConsumerOptions options = cluster.ConsumerOptions() with { SilentLeaderCheck = TimeSpan.FromMilliseconds(20), RequestTimeout = TimeSpan.FromHours(1) };
        await using var consumer = new Consumer<string, string>(options);
        consumer.Assign(Partitions(1));
        await TakeAsync(consumer, 10);

        cluster.Brokers[0].Pause();
        cluster.MoveLeader(Topic, 0, 1);
        cluster.Fenced = 0;
        Append(cluster, 0, 1);

        Assert.That((await consumer.ConsumeAsync(TestContext.CurrentContext.CancellationToken)).Offset, Is.EqualTo(10));
    }

    [Test]
    public async Task PartitionWithoutALeader_KeepsNoOthersFromBeingRead()
    {
        await using var cluster = new FakeCluster();
        Fill(cluster, partitions: 2, batches: 1, recordsPerBatch: 10);
        cluster.Log(Topic, 1).Leader = -1;
        await using var consumer = new Consumer<string, string>(cluster.ConsumerOptions());
        consumer.Assign(Partitions(2));

        List<ConsumeResult<string, string>> records = await TakeAsync(consumer, 10);
        cluster.MoveLeader(Topic, 1, 1);
        records.AddRange(await TakeAsync(consumer, 10));

        Assert.That(records.Select(record => record.TopicPartition.Partition), Is.EqualTo(Enumerable.Repeat(0, 10).Concat(Enumerable.Repeat(1, 10))));
    }

    /// <summary>The topic was deleted and created anew while some of what was fetched of the old one was still to be returned.</summary>
    [Test]
    public async Task OffsetOutOfRange_IsResetOnceWhatWasFetchedIsReturned_AndNothingIsPassedOver()
    {
        await using var cluster = new FakeCluster();
        Fill(cluster, partitions: 1, batches: 1, recordsPerBatch: 10);
        await using var consumer = new Consumer<string, string>(cluster.ConsumerOptions());
        consumer.Assign(Partitions(1));
        List<ConsumeResult<string, string>> records = await TakeAsync(consumer, 1);

        Fill(cluster, partitions: 1, batches: 1, recordsPerBatch: 5);
        int fetches = Fetches(cluster);
        await Until.HoldsAsync(() => Fetches(cluster) > fetches + 2);
        records.AddRange(await TakeAsync(consumer, 14));

        Assert.That(records.Select(record => record.Offset), Is.EqualTo(new long[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4 }));
    }

    [Test]
    public async Task ConsumeAsync_EndsWithItsToken_AlsoWhileRecordsLieReady()
    {
        await using var cluster = new FakeCluster();
        Fill(cluster, partitions: 1, batches: 1, recordsPerBatch: 10);
        await using var consumer = new Consumer<string, string>(cluster.ConsumerOptions());
        consumer.Assign(Partitions(1));
        await TakeAsync(consumer, 1);

        Assert.That(async () => await consumer.ConsumeAsync(new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task DamagedBatch_Throws_AndCanBePassedOver()
    {
        await using var cluster = new FakeCluster();
        Fill(cluster, partitions: 1, batches: 2, recordsPerBatch: 10);
        cluster.Log(Topic, 0).Damage(batch: 0);
        await using var consumer = new Consumer<string, string>(cluster.ConsumerOptions());
        consumer.Assign(Partitions(1));

        var failure = await Assert.ThrowsAsync<RaftLogException>(async () => await consumer.ConsumeAsync(TestContext.CurrentContext.CancellationToken));
        consumer.Seek(new TopicPartition(Topic, 0), 10);
        ConsumeResult<string, string> next = await consumer.ConsumeAsync(TestContext.CurrentContext.CancellationToken);

        Assert.That((failure!.ErrorCode, next.Offset), Is.EqualTo((ErrorCode.CorruptMessage, 10L)));
    }

    [Test]
    public async Task ConsumeAsync_EndsWithItsToken()
    {
        await using var cluster = new FakeCluster();
        cluster.AddTopic(Topic, 1);
        await using var consumer = new Consumer<string, string>(cluster.ConsumerOptions());
        consumer.Assign(Partitions(1));
        using var cancellation = new CancellationTokenSource();

        Task waiting = consumer.ConsumeAsync(cancellation.Token).AsTask();
        await cancellation.CancelAsync();

        Assert.That(() => waiting, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task EveryPooledFrame_GoesBack()
    {
        var outstanding = PooledBufferTracker.Start();
        try
        {
            await using var cluster = new FakeCluster();
            Fill(cluster, partitions: 3, batches: 20, recordsPerBatch: 10, CompressionCodec.Gzip);
            await using (var consumer = new Consumer<string, string>(cluster.ConsumerOptions()))
            {
                consumer.Assign(Partitions(3));
                await TakeAsync(consumer, 123);
            }

            Assert.That(outstanding.Values, Is.Empty);
        }
        finally
        {
            PooledBufferTracker.Stop();
        }
    }

    private static int Fetches(FakeCluster cluster) => cluster.Requests.Count(request => request.Key == ApiKey.Fetch);

    internal static TopicPartition[] Partitions(int count) => [.. Enumerable.Range(0, count).Select(i => new TopicPartition(Topic, i))];

    internal static void Fill(
        FakeCluster cluster, int partitions, int batches, int recordsPerBatch, CompressionCodec codec = CompressionCodec.None)
    {
        cluster.AddTopic(Topic, partitions);
        for (int i = 0; i < partitions * batches; i++)
        {
            Append(cluster, i % partitions, recordsPerBatch, codec);
        }
    }

    internal static void Append(FakeCluster cluster, int partition, int records, CompressionCodec codec = CompressionCodec.None)
    {
        using var builder = new RecordBatchBuilder();
        for (int i = 0; i < records; i++)
        {
            builder.Append(1_000, "key"u8, Encoding.UTF8.GetBytes($"{partition}/{cluster.Log(Topic, partition).EndOffset + i}"));
        }

        using PooledBuffer batch = builder.Build(codec);
        cluster.Log(Topic, partition).Append(batch.Span.ToArray());
    }

    internal static async Task<List<ConsumeResult<string, string>>> TakeAsync(Consumer<string, string> consumer, int count)
    {
        var records = new List<ConsumeResult<string, string>>();
        await foreach (ConsumeResult<string, string> record in consumer.WithCancellation(TestContext.CurrentContext.CancellationToken))
        {
            records.Add(record);
            if (records.Count == count)
            {
                break;
            }
        }

        return records;
    }
}
