using BenchmarkDotNet.Attributes;
using RaftLog.Model;

namespace RaftLog.MicroBenchmarks;

/// <summary>Making, checking and reading a batch of 100 records of 100 bytes.</summary>
public class RecordBatchBenchmarks
{
    private const int Records = 100;

    private readonly RecordBatchBuilder _builder = new();
    private readonly byte[] _value = Batches.Value(100);
    private readonly byte[] _batch = Batches.Of(Records, 100);
    private readonly byte[] _mebibyte = Batches.Value(1 << 20);

    /// <summary>Gives the builder's buffer back.</summary>
    [GlobalCleanup]
    public void Cleanup() => _builder.Dispose();

    /// <summary>What a producer does.</summary>
    [Benchmark]
    public void Encode()
    {
        for (int i = 0; i < Records; i++)
        {
            _builder.Append(1_000, NullableBytes.Null, _value);
        }

        _builder.Build().Release();
    }

    /// <summary>What a consumer does.</summary>
    [Benchmark]
    public int Decode()
    {
        using RecordReader reader = RecordReader.Open(_batch);
        int count = 0;
        while (reader.TryRead(out _))
        {
            count++;
        }

        return count;
    }

    /// <summary>What a leader does with a batch before it takes it.</summary>
    [Benchmark]
    public RecordBatchProblem Check() => RecordBatch.Validate(_batch);

    /// <summary>The checksum alone, over 1 MiB.</summary>
    [Benchmark]
    public uint Crc32COfAMebibyte() => Crc32C.Compute(_mebibyte);
}
