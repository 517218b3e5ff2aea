using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace RaftLog.Model.Tests;

public sealed class RecordReaderTests
{
    private const int Limit = RecordReader.DefaultMaxDecompressedBytes;

    [Test]
    public void TryRead_ReadsTheGoldenBatch()
    {
        using var reader = RecordReader.Open(Batches.Golden());

        bool read = reader.TryRead(out Record record);
        RecordHeader header = record.ReadHeaders().Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(read, Is.True);
            Assert.That(record.TimestampMs, Is.EqualTo(1_000));
            Assert.That(Encoding.UTF8.GetString(record.Key!.Value.Span), Is.EqualTo("k"));
            Assert.That(Encoding.UTF8.GetString(record.Value!.Value.Span), Is.EqualTo("v"));
            Assert.That(header.Key, Is.EqualTo("h"));
            Assert.That(reader.TryRead(out _), Is.False);
        }
    }

    [Test]
    public void Reader_ReturnsWhatTheBuilderTook() => Prop.ForAll<long[], byte[][]>(RoundTrips).QuickCheckThrowOnFailure();

    private static bool RoundTrips(long[] timestamps, byte[][] values)
    {
        int count = Math.Min(timestamps.Length, values.Length);
        if (count == 0)
        {
            return true;
        }

        using var builder = new RecordBatchBuilder();
        for (int i = 0; i < count; i++)
        {
            builder.Append(timestamps[i], NullableBytes.Null, values[i]);
        }

        using PooledBuffer batch = builder.Build();
        using var reader = RecordReader.Open(batch.Memory);
        int read = 0;
        while (reader.TryRead(out Record record))
        {
            if (record.OffsetDelta != read || record.TimestampMs != timestamps[read] || !Same(record.Value, values[read]))
            {
                return false;
            }

            read++;
        }

        return read == count;
    }

    private static bool Same(ReadOnlyMemory<byte>? left, byte[]? right) =>
        left is null ? right is null : right is not null && left.Value.Span.SequenceEqual(right);

    [Test]
    public void ValidateRecords_AcceptsEveryAvailableCodec([ValueSource(typeof(Codecs), nameof(Codecs.Available))] CompressionCodec codec) =>
        Assert.That(RecordBatch.ValidateRecords(Batches.Build(50, codec), Limit), Is.EqualTo(RecordBatchProblem.None));

    [TestCase(2)]
    [TestCase(1_000_000_000)]
    public void ValidateRecords_RefusesCountAboveTheRecords(int count)
    {
        byte[] batch = Batches.Build(1, valueBytes: 200);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(RecordBatchHeader.CountPosition), count);

        Assert.That(RecordBatch.ValidateRecords(batch, Limit), Is.Not.EqualTo(RecordBatchProblem.None));
    }

    [Test]
    public void ValidateRecords_RefusesCountBelowTheRecords()
    {
        byte[] batch = Batches.Build(3);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(RecordBatchHeader.CountPosition), 2);

        Assert.That(RecordBatch.ValidateRecords(batch, Limit), Is.EqualTo(RecordBatchProblem.CountMismatch));
    }

    [Test]
    public void ValidateRecords_EndsWithAProblemOrNone_ForEveryByteSetToEveryExtreme()
    {
        byte[] batch = Batches.Golden();
        foreach (byte extreme in new byte[] { 0x00, 0x7f, 0x80, 0xff })
        {
            for (int i = RecordBatchHeader.Size; i < batch.Length; i++)
            {
                byte before = batch[i];
                batch[i] = extreme;
                Assert.That(() => RecordBatch.ValidateRecords(batch, Limit), Throws.Nothing, $"Byte {i} set to {extreme}.");
                batch[i] = before;
            }
        }
    }

    [Test]
    public void Open_RefusesUnknownCodec()
    {
        byte[] batch = Batches.Build(1);
        batch[RecordBatchHeader.AttributesPosition + 1] = 7;

        Assert.That(
            () => RecordReader.Open(batch),
            Throws.TypeOf<InvalidRecordBatchException>().With.Property("Problem").EqualTo(RecordBatchProblem.UnknownCodec));
    }

    [Test]
    public void Open_StopsAtTheLimit_WhenABatchDecompressesToMore([ValueSource(typeof(Codecs), nameof(Codecs.Compressing))] CompressionCodec codec)
    {
        byte[] bomb = Batches.Build(1, codec, valueBytes: 8 * 1024 * 1024);

        Assert.That(bomb, Has.Length.LessThan(512 * 1024));
        Assert.That(
            () => RecordReader.Open(bomb, maxDecompressedBytes: 1024 * 1024),
            Throws.TypeOf<InvalidRecordBatchException>().With.Property("Problem")
                .AnyOf(RecordBatchProblem.DecompressedTooLarge, RecordBatchProblem.CorruptCompression));
    }
}
