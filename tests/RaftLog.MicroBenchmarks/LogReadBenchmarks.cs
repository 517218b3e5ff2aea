using BenchmarkDotNet.Attributes;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.MicroBenchmarks;

/// <summary>Reads of a log of 64 MiB: anywhere in its file, and at its end, which is in memory.</summary>
public class LogReadBenchmarks
{
    private const int Records = 100;
    private const int BatchCount = 6_000;

    private readonly LogSlices _slices = new();
    private readonly Random _random = new(1);
    private LogOnDisk? _disk;

    /// <summary>Fills the log.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _disk = new LogOnDisk(FlushMode.Interval, tailCacheBytes: 1 << 20);
        byte[] batch = Batches.Of(Records, valueBytes: 100);
        for (int i = 0; i < BatchCount; i++)
        {
            _disk.Append(batch);
        }
    }

    /// <summary>Removes it.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _slices.Dispose();
        _disk?.Dispose();
    }

    /// <summary>Finds an offset drawn at random, and reads the batch that holds it.</summary>
    [Benchmark]
    public long Seek() => Read(_random.NextInt64(BatchCount * Records / 2), maxBytes: 1);

    /// <summary>Reads a mebibyte from the file.</summary>
    [Benchmark]
    public long ReadAMebibyte() => Read(0, maxBytes: 1 << 20);

    /// <summary>Reads the last batch, as who keeps up does.</summary>
    [Benchmark]
    public long ReadTheEnd() => Read((BatchCount * Records) - 1, maxBytes: 1 << 20);

    private long Read(long offset, int maxBytes)
    {
        PartitionLog log = _disk!.Log;
        log.ReadBatches(new Offset(offset), log.LogEndOffset, maxBytes, atLeastOne: true, _slices);
        long bytes = _slices.TotalBytes;
        _slices.Clear();
        return bytes;
    }
}
