using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>Readers on other threads see exactly what is below their limit, whatever the writer does above it.</summary>
public sealed class ConcurrentReaderTests
{
    private const int Batches = 3000;

    [Test]
    public void Readers_SeeEveryOffsetOnce_WhileTheWriterAppendsRollsTruncatesAndDrops([Values(0, 20_000)] int cacheBytes)
    {
        var storage = new TestStorage(cacheBytes);
        using PartitionLog log = storage.Open(new PartitionLogOptions { SegmentBytes = 20_000, IndexIntervalBytes = 500 });
        long highWatermark = 0;
        Task[] readers = [.. Enumerable.Range(1, 3).Select(seed => Task.Factory.StartNew(() => ReadAll(log, () => Volatile.Read(ref highWatermark), seed), TaskCreationOptions.LongRunning))];
        var random = new Random(1);
        int term = 1;

        while (log.LogEndOffset.Value < Batches)
        {
            LogIndex committed = log.LastIndex;
            for (int i = random.Next(1, 5); i > 0; i--)
            {
                log.AppendBatch(term, valueBytes: random.Next(300));
            }

            log.WritePending();
            if (random.Next(10) == 0)
            {
                // A new leader overwrites what was not committed.
                log.TruncateFrom(committed.Next());
                term++;
            }

            Volatile.Write(ref highWatermark, log.LogEndOffset.Value);
            if (random.Next(20) == 0)
            {
                storage.Flusher.FlushOnce();
            }
        }

        Assert.That(Task.WaitAll(readers, TimeSpan.FromSeconds(60)), Is.True);
    }

    [Test]
    public void Reader_IsToldThatItsOffsetIsGone_WhenTheSegmentIsDropped()
    {
        var storage = new TestStorage(cacheBytes: 0);
        using PartitionLog log = storage.Open(new PartitionLogOptions { SegmentBytes = 4096 });
        for (int i = 0; i < 100; i++)
        {
            log.AppendBatch();
        }

        log.WritePending();
        log.TruncatePrefix(new LogIndex(90));
        using var slices = new LogSlices();

        Assert.That(log.ReadBatches(Offset.Zero, new Offset(100), 1000, true, slices).Status, Is.EqualTo(ReadStatus.BelowStart));
    }

    private static void ReadAll(PartitionLog log, Func<long> highWatermark, int seed)
    {
        var random = new Random(seed);
        using var slices = new LogSlices();
        var next = Offset.Zero;
        while (next.Value < Batches)
        {
            slices.Clear();
            BatchRange range = log.ReadBatches(next, new Offset(highWatermark()), random.Next(1, 5000), atLeastOne: true, slices);
            Assert.That(range.Status, Is.EqualTo(ReadStatus.Ok));
            byte[] bytes = new byte[slices.TotalBytes];
            slices.CopyTo(bytes);
            for (int at = 0; at < bytes.Length;)
            {
                Assert.That(RecordBatchHeader.TryParse(bytes.AsSpan(at), out RecordBatchHeader batch), Is.True);
                Assert.That(batch.BaseOffset, Is.EqualTo(next));
                Assert.That(RecordBatch.VerifyIntegrity(bytes.AsSpan(at, batch.SizeInBytes)), Is.EqualTo(RecordBatchProblem.None));
                next = batch.NextOffset;
                at += batch.SizeInBytes;
            }

            Assert.That(range.NextOffset, Is.EqualTo(next));
        }
    }
}
