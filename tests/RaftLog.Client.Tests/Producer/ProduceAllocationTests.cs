namespace RaftLog.Client.Tests;

/// <summary>The budget of garbage of a record on its way into a batch.</summary>
[NonParallelizable]
public sealed class ProduceAllocationTests
{
    private const int BatchBytes = 8 * 1024 * 1024;

    // About 16 bytes a record: the first ones grow the batch's buffer to 1 MiB, and the measured ones stay within it.
    private const int FirstRecords = 40_000;
    private const int MeasuredRecords = 10_000;

    [Test]
    public async Task SendAsync_AllocatesNothingPerRecord()
    {
        await using var cluster = new FakeCluster(brokers: 1);
        cluster.AddTopic("orders", 1);
        ProducerOptions options = cluster.ProducerOptions() with
        {
            BatchBytes = BatchBytes,
            MaxRequestBytes = BatchBytes,
            Linger = TimeSpan.FromMinutes(1),
        };
        await using var producer = new Producer<string, string>(options);
        var record = new ProducerRecord<string, string>("orders", "key", "value");
        for (int i = 0; i < FirstRecords; i++)
        {
            await producer.SendAsync(record);
        }

        long bytes = AllocatedBy(producer, record);
        await producer.FlushAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bytes, Is.LessThan(MeasuredRecords), "Less than a byte a record.");
            Assert.That(cluster.Log("orders", 0).Headers(), Has.Length.EqualTo(1));
        }
    }

    private static long AllocatedBy(Producer<string, string> producer, ProducerRecord<string, string> record)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < MeasuredRecords; i++)
        {
            if (!producer.SendAsync(record).AsTask().IsCompletedSuccessfully)
            {
                Assert.Fail("The buffer has room for all records, so each is accepted at once.");
            }
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
