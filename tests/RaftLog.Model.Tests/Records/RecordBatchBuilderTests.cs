namespace RaftLog.Model.Tests;

public sealed class RecordBatchBuilderTests
{
    [Test]
    public void Build_WritesGoldenBytes()
    {
        using var builder = new RecordBatchBuilder();
        builder.Append(1_000, "k"u8, "v"u8, [new RecordHeader("h", "x"u8.ToArray())]);

        using PooledBuffer batch = builder.Build();

        Assert.That(Convert.ToHexString(batch.Span), Is.EqualTo(Convert.ToHexString(Batches.Golden())));
    }

    [Test]
    public void Build_WithoutRecords_Throws()
    {
        using var builder = new RecordBatchBuilder();

        Assert.That(() => builder.Build(), Throws.InvalidOperationException);
    }

    [Test]
    public void Append_KeepsNullAndEmptyApart()
    {
        using var builder = new RecordBatchBuilder();
        builder.Append(0, NullableBytes.Null, ReadOnlySpan<byte>.Empty, [new RecordHeader("a", null), new RecordHeader("a", Array.Empty<byte>())]);
        using PooledBuffer batch = builder.Build();

        using var reader = RecordReader.Open(batch.Memory);
        reader.TryRead(out Record record);
        RecordHeader[] headers = record.ReadHeaders();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(record.Key, Is.Null);
            Assert.That(record.Value, Is.Not.Null);
            Assert.That(record.Value!.Value.Length, Is.Zero);
            Assert.That(headers.Select(header => header.Key), Is.EqualTo(new[] { "a", "a" }));
            Assert.That(headers[0].Value, Is.Null);
            Assert.That(headers[1].Value, Is.Not.Null);
        }
    }

    [Test]
    public void Append_NeverTakesMoreThanTheUpperBound([Values(0, 1, 63, 64, 8_191, 8_192, 100_000)] int valueLength)
    {
        RecordHeader[] headers = [new("größe", new byte[3]), new("none", null)];
        using var builder = new RecordBatchBuilder();
        builder.Append(0, NullableBytes.Null, new byte[5]);
        int before = builder.SizeInBytes;

        builder.Append(long.MaxValue / 2, new byte[7], new byte[valueLength], headers);

        Assert.That(builder.SizeInBytes - before, Is.LessThanOrEqualTo(RecordBatchBuilder.UpperBound(7, valueLength, headers)));
    }

    [Test]
    public void Build_LeavesTheBuilderReadyForTheNextBatch()
    {
        using var builder = new RecordBatchBuilder();
        builder.Append(5_000, "first"u8, "1"u8);
        using PooledBuffer first = builder.Build();
        builder.Append(1_000, "k"u8, "v"u8, [new RecordHeader("h", "x"u8.ToArray())]);

        using PooledBuffer second = builder.Build();

        Assert.That(second.Span.ToArray(), Is.EqualTo(Batches.Golden()));
    }

    [Test]
    public void Header_HoldsTheLargestTimestamp_WhenTimeGoesBack()
    {
        using var builder = new RecordBatchBuilder();
        builder.Append(2_000, "a"u8, "1"u8);
        builder.Append(1_500, "b"u8, "2"u8);
        using PooledBuffer batch = builder.Build();
        _ = RecordBatchHeader.TryParse(batch.Span, out RecordBatchHeader header);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(header.BaseTimestampMs, Is.EqualTo(2_000));
            Assert.That(header.MaxTimestampMs, Is.EqualTo(2_000));
            Assert.That(header.LastOffsetDelta, Is.EqualTo(1));
        }
    }
}
