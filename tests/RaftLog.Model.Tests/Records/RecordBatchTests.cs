using System.Buffers.Binary;

namespace RaftLog.Model.Tests;

public sealed class RecordBatchTests
{
    [Test]
    public void Validate_AcceptsWhatTheBuilderMakes() =>
        Assert.That(RecordBatch.Validate(Batches.Build(10)), Is.EqualTo(RecordBatchProblem.None));

    [Test]
    public void SetBaseOffsetAndLeaderEpoch_LeaveTheCrcValid()
    {
        byte[] batch = Batches.Build(3);
        RecordBatch.SetBaseOffset(batch, new Offset(1L << 40));
        RecordBatch.SetLeaderEpoch(batch, new Term(77));
        _ = RecordBatchHeader.TryParse(batch, out RecordBatchHeader header);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(RecordBatch.Validate(batch), Is.EqualTo(RecordBatchProblem.None));
            Assert.That(header.BaseOffset, Is.EqualTo(new Offset(1L << 40)));
            Assert.That(header.NextOffset, Is.EqualTo(new Offset((1L << 40) + 3)));
            Assert.That(header.LeaderEpoch, Is.EqualTo(new Term(77)));
        }
    }

    [Test]
    public void SetProducerState_RenewsTheCrc()
    {
        byte[] batch = Batches.Build(3);
        RecordBatch.SetProducerState(batch, 42, 7, int.MaxValue - 1);
        _ = RecordBatchHeader.TryParse(batch, out RecordBatchHeader header);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(RecordBatch.Validate(batch), Is.EqualTo(RecordBatchProblem.None));
            Assert.That((header.ProducerId, header.ProducerEpoch, header.BaseSequence), Is.EqualTo((42L, (short)7, int.MaxValue - 1)));
            Assert.That(header.LastSequence, Is.Zero, "After 2147483647 comes 0.");
        }
    }

    [Test]
    public void SetLogAppendTime_GivesEveryRecordThatTime()
    {
        byte[] batch = Batches.Build(3);
        RecordBatch.SetLogAppendTime(batch, 9_999);
        using var reader = RecordReader.Open(batch);

        while (reader.TryRead(out Record record))
        {
            Assert.That(record.TimestampMs, Is.EqualTo(9_999));
        }

        Assert.That(RecordBatch.Validate(batch), Is.EqualTo(RecordBatchProblem.None));
    }

    [Test]
    public void Validate_RefusesEveryTruncation()
    {
        byte[] batch = Batches.Build(2);
        for (int length = 0; length < batch.Length; length++)
        {
            Assert.That(RecordBatch.Validate(batch.AsSpan(0, length)), Is.EqualTo(RecordBatchProblem.Truncated), $"Cut at {length}.");
        }
    }

    [Test]
    public void Validate_RefusesBytesAfterTheEnd() =>
        Assert.That(RecordBatch.Validate([.. Batches.Build(2), 0]), Is.EqualTo(RecordBatchProblem.LengthMismatch));

    [Test]
    public void Validate_RefusesEveryFlippedBitUnderTheCrc()
    {
        byte[] batch = Batches.Build(1, valueBytes: 4);
        for (int bit = 8 * RecordBatchHeader.AttributesPosition; bit < 8 * batch.Length; bit++)
        {
            batch[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.That(RecordBatch.Validate(batch), Is.Not.EqualTo(RecordBatchProblem.None), $"Bit {bit}.");
            batch[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(3)]
    public void Validate_RefusesOtherMagic(byte magic)
    {
        byte[] batch = Batches.Build(1);
        batch[RecordBatchHeader.MagicPosition] = magic;

        Assert.That(RecordBatch.Validate(batch), Is.EqualTo(RecordBatchProblem.UnsupportedMagic));
    }

    [TestCase(-1)]
    [TestCase(0)]
    [TestCase(48)]
    [TestCase(int.MinValue)]
    [TestCase(int.MaxValue)]
    public void Validate_RefusesLengthThatLies(int length)
    {
        byte[] batch = Batches.Build(1);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(RecordBatchHeader.LengthPosition), length);

        Assert.That(RecordBatch.Validate(batch), Is.EqualTo(RecordBatchProblem.LengthMismatch));
    }

    [TestCase(2, 0)]
    [TestCase(0, -1)]
    [TestCase(-1, -2)]
    [TestCase(5, 5)]
    [TestCase(int.MaxValue, int.MaxValue)]
    public void Validate_RefusesCountThatIsNotLastDeltaPlusOne(int count, int lastDelta)
    {
        byte[] batch = Batches.Build(1);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(RecordBatchHeader.CountPosition), count);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(RecordBatchHeader.LastOffsetDeltaPosition), lastDelta);
        RecordBatch.WriteCrc(batch);

        Assert.That(RecordBatch.Validate(batch), Is.EqualTo(RecordBatchProblem.CountMismatch));
    }

    [Test]
    public void VerifyIntegrity_AcceptsCompactedBatch_ThatValidateRefuses()
    {
        byte[] batch = Batches.Build(1);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(RecordBatchHeader.LastOffsetDeltaPosition), 9);
        RecordBatch.WriteCrc(batch);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(RecordBatch.VerifyIntegrity(batch), Is.EqualTo(RecordBatchProblem.None));
            Assert.That(RecordBatch.Validate(batch), Is.EqualTo(RecordBatchProblem.CountMismatch));
        }
    }

    [Test]
    public void TryCut_ReturnsWholeBatchesAndLeavesTheRest()
    {
        byte[] first = Batches.Build(2);
        byte[] second = Batches.Build(3);
        ReadOnlyMemory<byte> data = (byte[])[.. first, .. second, .. first.AsSpan(0, 30)];

        bool cutFirst = RecordBatch.TryCut(ref data, out ReadOnlyMemory<byte> one);
        bool cutSecond = RecordBatch.TryCut(ref data, out ReadOnlyMemory<byte> two);
        bool cutThird = RecordBatch.TryCut(ref data, out _);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((cutFirst, cutSecond, cutThird), Is.EqualTo((true, true, false)));
            Assert.That(one.ToArray(), Is.EqualTo(first));
            Assert.That(two.ToArray(), Is.EqualTo(second));
            Assert.That(data.Length, Is.EqualTo(30));
        }
    }
}
