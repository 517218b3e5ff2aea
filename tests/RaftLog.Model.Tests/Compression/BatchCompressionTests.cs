using System.Text;

namespace RaftLog.Model.Tests;

public sealed class BatchCompressionTests
{
    private const int Limit = 16 * 1024 * 1024;

    [Test]
    public void Decompress_ReturnsWhatCompressTook(
        [ValueSource(typeof(Codecs), nameof(Codecs.Available))] CompressionCodec codec,
        [Values(0, 1, 100, 32 * 1024, 32 * 1024 + 1, 1_000_000)] int length)
    {
        byte[] source = new byte[length];
        new Random(length).NextBytes(source);
        source.AsSpan(length / 2).Clear();

        using PooledBuffer output = BatchCompression.Decompress(codec, Compress(codec, source), Limit);

        Assert.That(output.Span.SequenceEqual(source), Is.True);
    }

    [Test]
    public void Decompress_TakesExactlyTheLimit([ValueSource(typeof(Codecs), nameof(Codecs.Available))] CompressionCodec codec)
    {
        byte[] compressed = Compress(codec, new byte[100_000]);

        using PooledBuffer output = BatchCompression.Decompress(codec, compressed, 100_000);

        Assert.That(output.Length, Is.EqualTo(100_000));
    }

    [Test]
    public void Decompress_RefusesOneByteAboveTheLimit([ValueSource(typeof(Codecs), nameof(Codecs.Compressing))] CompressionCodec codec)
    {
        byte[] compressed = Compress(codec, new byte[100_001]);

        Assert.That(
            () => BatchCompression.Decompress(codec, compressed, 100_000),
            Throws.TypeOf<InvalidRecordBatchException>().With.Property("Problem").EqualTo(RecordBatchProblem.DecompressedTooLarge));
    }

    [Test]
    public void Decompress_ThrowsOneException_WhenBytesAreDamaged([ValueSource(typeof(Codecs), nameof(Codecs.Compressing))] CompressionCodec codec)
    {
        byte[] compressed = Compress(codec, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 500))));
        var random = new Random(4);
        for (int trial = 0; trial < 300; trial++)
        {
            byte[] damaged = compressed[..];
            damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);

            Assert.That(() => Attempt(codec, damaged), Throws.Nothing, $"Trial {trial}.");
        }
    }

    [Test]
    public void Records_OfATruncatedCompressedBatch_AreRefused([ValueSource(typeof(Codecs), nameof(Codecs.Compressing))] CompressionCodec codec)
    {
        byte[] batch = Batches.Build(500, codec);

        Assert.That(RecordBatch.ValidateRecords(batch.AsMemory(0, batch.Length / 2), Limit), Is.Not.EqualTo(RecordBatchProblem.None));
    }

    [Test]
    public void Decompress_ReadsRawSnappy_AsLibrdkafkaWritesIt()
    {
        byte[] raw = IronSnappy.Snappy.Encode("hello hello hello"u8);

        using PooledBuffer output = BatchCompression.Decompress(CompressionCodec.Snappy, raw, Limit);

        Assert.That(Encoding.UTF8.GetString(output.Span), Is.EqualTo("hello hello hello"));
    }

    [Test]
    public void Decompress_RefusesSnappyBlock_ThatStatesTerabytes()
    {
        byte[] lie = [0xff, 0xff, 0xff, 0xff, 0x7f, 0x00];

        Assert.That(
            () => BatchCompression.Decompress(CompressionCodec.Snappy, lie, Limit),
            Throws.TypeOf<InvalidRecordBatchException>().With.Property("Problem").EqualTo(RecordBatchProblem.DecompressedTooLarge));
    }

    private static byte[] Compress(CompressionCodec codec, byte[] source)
    {
        using var writer = new PooledBufferWriter();
        BatchCompression.Compress(codec, source, writer);
        return writer.WrittenSpan.ToArray();
    }

    private static void Attempt(CompressionCodec codec, byte[] compressed)
    {
        try
        {
            BatchCompression.Decompress(codec, compressed, Limit).Release();
        }
        catch (InvalidRecordBatchException)
        {
            // The one way to refuse.
        }
    }
}
