using System.Buffers;
using BenchmarkDotNet.Attributes;
using RaftLog.Model;

namespace RaftLog.MicroBenchmarks;

/// <summary>Each codec over 64 KiB of text, both ways.</summary>
public class CompressionBenchmarks
{
    private const int Bytes = 64 << 10;

    private readonly byte[] _plain = Batches.Value(Bytes);
    private readonly ArrayBufferWriter<byte> _target = new(2 * Bytes);
    private byte[] _compressed = [];

    /// <summary>The codec.</summary>
    [Params(CompressionCodec.Gzip, CompressionCodec.Snappy, CompressionCodec.Lz4, CompressionCodec.Zstd)]
    public CompressionCodec Codec { get; set; }

    /// <summary>Compresses once, for the other direction.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Compress();
        _compressed = _target.WrittenSpan.ToArray();
    }

    /// <summary>What a producer does.</summary>
    [Benchmark]
    public int Compress()
    {
        _target.ResetWrittenCount();
        BatchCompression.Compress(Codec, _plain, _target);
        return _target.WrittenCount;
    }

    /// <summary>What a consumer does.</summary>
    [Benchmark]
    public void Decompress() => BatchCompression.Decompress(Codec, _compressed, maxBytes: 2 * Bytes).Release();
}
