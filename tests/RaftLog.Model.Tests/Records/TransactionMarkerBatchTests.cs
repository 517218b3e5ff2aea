namespace RaftLog.Model.Tests;

/// <summary>Transaction markers as control batches.</summary>
public sealed class TransactionMarkerBatchTests
{
    private static readonly TransactionMarker Commit = new(7, 3, 12, Commit: true);

    [Test]
    public void Marker_IsReadAsItWasWritten([Values] bool commit, [Values(null, 0L, 55L)] long? first)
    {
        TransactionMarker marker = Commit with { Commit = commit };
        Offset? begin = first is { } offset ? new Offset(offset) : null;

        byte[] batch = Write(marker, begin);

        Assert.That(TransactionMarkerBatch.TryRead(batch, out TransactionMarker read, out Offset? readFirst), Is.True);
        Assert.That(read, Is.EqualTo(marker));
        Assert.That(readFirst, Is.EqualTo(begin));
    }

    [Test]
    public void Marker_IsAValidBatch_WithOneRecord_ThatSaysItIsTransactionalAndControl()
    {
        byte[] batch = Write(Commit, new Offset(1));

        Assert.That(RecordBatch.Validate(batch), Is.EqualTo(RecordBatchProblem.None));
        Assert.That(RecordBatch.ValidateRecords(batch, 1000), Is.EqualTo(RecordBatchProblem.None));
        Assert.That(RecordBatchHeader.TryParse(batch, out RecordBatchHeader header), Is.True);
        Assert.Multiple(() =>
        {
            Assert.That(header.IsTransactional, Is.True);
            Assert.That(header.IsControl, Is.True);
            Assert.That(TransactionMarkerBatch.IsControl(batch), Is.True);
            Assert.That(header.ProducerId, Is.EqualTo(7));
            Assert.That(header.ProducerEpoch, Is.EqualTo(3));
            Assert.That(header.BaseSequence, Is.EqualTo(RecordBatchHeader.NoSequence));
            Assert.That(header.MaxTimestampMs, Is.EqualTo(1234));
            Assert.That(header.RecordCount, Is.EqualTo(1));
        });
    }

    /// <summary>Every client reads the key, and some the value.</summary>
    [TestCase(true, new byte[] { 0, 0, 0, 1 })]
    [TestCase(false, new byte[] { 0, 0, 0, 0 })]
    public void KeyAndValue_AreKafkas(bool commit, byte[] key)
    {
        using RecordReader reader = RecordReader.Open(Write(Commit with { Commit = commit }, null));

        Assert.That(reader.TryRead(out Record record), Is.True);
        Assert.That(record.Key!.Value.ToArray(), Is.EqualTo(key));
        Assert.That(record.Value!.Value.ToArray(), Is.EqualTo(new byte[] { 0, 0, 0, 0, 0, 12 }));
    }

    [Test]
    public void WhatIsNoMarker_IsNotRead()
    {
        using var builder = new RecordBatchBuilder();
        builder.Append(1, NullableBytes.Null, new byte[10]);
        using PooledBuffer data = builder.Build();
        byte[] marker = Write(Commit, new Offset(1));

        Assert.That(TransactionMarkerBatch.IsControl(data.Span), Is.False);
        Assert.That(TransactionMarkerBatch.TryRead(data.Span, out _, out _), Is.False);
        for (int length = 0; length < marker.Length; length++)
        {
            Assert.That(TransactionMarkerBatch.TryRead(marker.AsSpan(0, length), out _, out _), Is.False, $"{length} bytes");
        }
    }

    private static byte[] Write(in TransactionMarker marker, Offset? first)
    {
        byte[] batch = new byte[TransactionMarkerBatch.Size];
        TransactionMarkerBatch.Write(batch, marker, 1234, first);
        return batch;
    }
}
