using RaftLog.Model;

namespace RaftLog.Client.Tests;

/// <summary>The budget of garbage of a record on its way from what was fetched to the caller.</summary>
[NonParallelizable]
[CancelAfter(60_000)]
public sealed class ConsumeAllocationTests
{
    private const int Batches = 20;
    private const int RecordsPerBatch = 500;

    // What each batch takes: its reader, and of a fetch the little that lists it.
    private const int BytesPerBatch = 1_000;

    [Test]
    public async Task ConsumeReadyAsync_AllocatesNothingPerRecord()
    {
        await using var cluster = new FakeCluster(brokers: 1);
        cluster.AddTopic("orders", 1);
        await ProduceAsync(cluster);
        await using var consumer = new Consumer<Null, ReadOnlyMemory<byte>>(cluster.ConsumerOptions());
        consumer.Assign([new TopicPartition("orders", 0)]);

        long records = 0;
        long bytes = 0;
        while (records < Batches * RecordsPerBatch)
        {
            bytes += AllocatedBy(await consumer.ConsumeReadyAsync(), ref records);
        }

        Assert.That(bytes, Is.LessThan(Batches * BytesPerBatch), $"For {records} records in {Batches} batches.");
    }

    private static long AllocatedBy(ReadyRecords<Null, ReadOnlyMemory<byte>> ready, ref long records)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (ConsumeResult<Null, ReadOnlyMemory<byte>> record in ready)
        {
            records += record.Value.Length == 100 ? 1 : 0;
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static async Task ProduceAsync(FakeCluster cluster)
    {
        await using var producer = new Producer<Null, ReadOnlyMemory<byte>>(cluster.ProducerOptions() with { Linger = TimeSpan.FromMinutes(1) });
        for (int batch = 0; batch < Batches; batch++)
        {
            for (int i = 0; i < RecordsPerBatch; i++)
            {
                await producer.SendAsync(new ProducerRecord<Null, ReadOnlyMemory<byte>>("orders", default, new byte[100]));
            }

            await producer.FlushAsync();
        }
    }
}
