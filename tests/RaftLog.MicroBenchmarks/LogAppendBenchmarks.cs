using BenchmarkDotNet.Attributes;
using RaftLog.Storage;

namespace RaftLog.MicroBenchmarks;

/// <summary>One batch of 10 KB into a log's file, with and without its flush.</summary>
public class LogAppendBenchmarks
{
    private readonly byte[] _batch = Batches.Of(records: 100, valueBytes: 100);
    private LogOnDisk? _disk;

    /// <summary>Opens the log.</summary>
    [GlobalSetup]
    public void Setup() => _disk = new LogOnDisk(FlushMode.Always, tailCacheBytes: 1 << 20);

    /// <summary>Removes it.</summary>
    [GlobalCleanup]
    public void Cleanup() => _disk?.Dispose();

    /// <summary>The write alone, which is what flush=interval waits for.</summary>
    [Benchmark]
    public void Append() => _disk!.Append(_batch);

    /// <summary>Write and flush, which is what flush=always waits for; mostly the disk's time.</summary>
    [Benchmark]
    public void AppendAndFlush()
    {
        _disk!.Append(_batch);
        _disk.Flusher.FlushOnce();
    }
}
