using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>Appending and reading make no garbage per record, and little per batch.</summary>
public sealed class AllocationTests
{
    private const int BatchCount = 2000;

    [Test]
    public void AppendAndRead_AllocateLittlePerBatch()
    {
        string directory = System.IO.Directory.CreateTempSubdirectory("raftlog-storage-").FullName;
        try
        {
            var flusher = new LogFlusher(new RecordingListener(), TimeProvider.System);
            var storage = new StorageContext(new PhysicalFileSystem(), flusher, new TailCacheBudget(16 << 20));
            using var log = PartitionLog.Open(storage, Path.Combine(directory, "log"), new PartitionLogOptions());
            using var slices = new LogSlices();
            byte[] batch = Batches.Bytes(records: 100, valueBytes: 20, timestampMs: 1000);
            Turns(log, slices, batch);
            PooledBuffer[] frames = Frames(batch);

            long before = GC.GetAllocatedBytesForCurrentThread();
            Turns(log, slices, frames);
            long perBatch = (GC.GetAllocatedBytesForCurrentThread() - before) / BatchCount;

            TestContext.Out.WriteLine($"{perBatch} bytes a batch.");
            Assert.That(perBatch, Is.LessThan(200));
        }
        finally
        {
            System.IO.Directory.Delete(directory, recursive: true);
        }
    }

    private static PooledBuffer[] Frames(byte[] batch) => [.. Enumerable.Range(0, BatchCount).Select(_ => FrameBuffer.ForBatch(batch))];

    private static void Turns(PartitionLog log, LogSlices slices, byte[] batch) => Turns(log, slices, Frames(batch));

    private static void Turns(PartitionLog log, LogSlices slices, PooledBuffer[] frames)
    {
        foreach (PooledBuffer frame in frames)
        {
            LogIndex index = log.StampAndAppend(frame, EntryKind.Data, new Term(1)).Index;
            log.WritePending();
            log.ReadFrames(index, index, 1 << 20, slices);
            log.ReadBatches(log.LogEndOffset + -1, log.LogEndOffset, 1 << 20, atLeastOne: true, slices);
            slices.Clear();
        }
    }
}
