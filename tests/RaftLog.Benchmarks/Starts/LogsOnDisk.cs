using RaftLog.Model;
using RaftLog.Storage;
using RaftLog.Tests;

namespace RaftLog.Benchmarks.Starts;

/// <summary>A data directory of the machine's disk, filled and opened over the storage layer alone.</summary>
internal sealed class LogsOnDisk : IDisposable
{
    private const long FlushBytes = 16 << 20;
    private static readonly BrokerId Broker = new(1);

    public LogsOnDisk() => DirectoryPath = Directory.CreateTempSubdirectory("raftlog-benchmark-").FullName;

    public string DirectoryPath { get; }

    /// <summary>Whether the last stop is forgotten, as after a kill.</summary>
    public void ForgetCleanStop() => File.Delete(Path.Combine(DirectoryPath, "run"));

    /// <summary>Opens the data directory, lets <paramref name="use"/> work on it, and closes it as a stopped broker does.</summary>
    public void Use(Action<DataDirectory, StorageContext> use)
    {
        var flusher = new LogFlusher(new NobodyListens(), TimeProvider.System);
        var storage = new StorageContext(new PhysicalFileSystem(), flusher, new TailCacheBudget(0));
        using var directory = DataDirectory.Open(storage, DirectoryPath, "benchmark", Broker, new Random(1));
        use(directory, storage);
    }

    /// <summary>Appends batches of one record each until the log has so many bytes.</summary>
    public static void Fill(PartitionLog log, StorageContext storage, long bytes, int recordBytes)
    {
        byte[] batch = Batch(recordBytes);
        long flushed = 0;
        while (log.SizeInBytes < bytes)
        {
            log.StampAndAppend(FrameBuffer.ForBatch(batch), EntryKind.Data, new Term(1));
            log.WritePending();
            if (log.SizeInBytes - flushed >= FlushBytes)
            {
                storage.Flusher.FlushOnce();
                flushed = log.SizeInBytes;
            }
        }
    }

    public void Dispose() => Directory.Delete(DirectoryPath, recursive: true);

    private static byte[] Batch(int recordBytes)
    {
        using var builder = new RecordBatchBuilder();
        builder.Append(1, NullableBytes.Null, new byte[recordBytes]);
        using var batch = builder.Build(CompressionCodec.None);
        return batch.Span.ToArray();
    }
}
