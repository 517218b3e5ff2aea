using RaftLog.Model;
using RaftLog.Storage;
using RaftLog.Tests;

namespace RaftLog.MicroBenchmarks;

/// <summary>A log in a folder of its own on the machine's disk.</summary>
internal sealed class LogOnDisk : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("raftlog-micro-").FullName;

    public LogOnDisk(FlushMode flush, long tailCacheBytes)
    {
        Flusher = new LogFlusher(new NobodyListens(), TimeProvider.System);
        var storage = new StorageContext(new PhysicalFileSystem(), Flusher, new TailCacheBudget(tailCacheBytes));
        Log = PartitionLog.Open(storage, Path.Combine(_directory, "log"), new PartitionLogOptions { Flush = flush });
    }

    public PartitionLog Log { get; }

    public LogFlusher Flusher { get; }

    public void Append(byte[] batch)
    {
        Log.StampAndAppend(FrameBuffer.ForBatch(batch), EntryKind.Data, new Term(1));
        Log.WritePending();
    }

    public void Dispose()
    {
        Log.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
