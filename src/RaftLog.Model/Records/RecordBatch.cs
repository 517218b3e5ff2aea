using System.Buffers.Binary;

namespace RaftLog.Model;

/// <summary>
/// What can be done with the bytes of one record batch without looking at its records: check them, and change the fields that
/// belong to the leader. The layout is drawn at <see cref="RecordBatchHeader"/>.
/// </summary>
public static class RecordBatch
{
    /// <summary>Writes the offset of the first record. Outside the CRC, so nothing else changes.</summary>
    public static void SetBaseOffset(Span<byte> batch, Offset baseOffset) =>
        BinaryPrimitives.WriteInt64BigEndian(batch, baseOffset.Value);

    /// <summary>Writes the leader's term. Outside the CRC, so nothing else changes.</summary>
    public static void SetLeaderEpoch(Span<byte> batch, Term leaderEpoch) =>
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchHeader.LeaderEpochPosition..], leaderEpoch.Value);

    /// <summary>Writes the idempotent producer's fields and the CRC anew.</summary>
    public static void SetProducerState(Span<byte> batch, long producerId, short producerEpoch, int baseSequence)
    {
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchHeader.ProducerIdPosition..], producerId);
        BinaryPrimitives.WriteInt16BigEndian(batch[RecordBatchHeader.ProducerEpochPosition..], producerEpoch);
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchHeader.BaseSequencePosition..], baseSequence);
        WriteCrc(batch);
    }

    /// <summary>Gives every record the leader's time of append and writes the CRC anew (<c>message.timestamp.type=LogAppendTime</c>).</summary>
    public static void SetLogAppendTime(Span<byte> batch, long timestampMs)
    {
        Span<byte> attributes = batch[RecordBatchHeader.AttributesPosition..];
        short bits = BinaryPrimitives.ReadInt16BigEndian(attributes);
        BinaryPrimitives.WriteInt16BigEndian(attributes, (short)(bits | RecordBatchHeader.LogAppendTimeBit));
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchHeader.MaxTimestampPosition..], timestampMs);
        WriteCrc(batch);
    }

    /// <summary>Writes the largest timestamp of the records and the CRC anew.</summary>
    public static void SetMaxTimestamp(Span<byte> batch, long timestampMs)
    {
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchHeader.MaxTimestampPosition..], timestampMs);
        WriteCrc(batch);
    }

    /// <summary>The CRC-32C that the header should state for these bytes, which must be one whole batch.</summary>
    public static uint ComputeCrc(ReadOnlySpan<byte> batch) => Crc32C.Compute(batch[RecordBatchHeader.AttributesPosition..]);

    /// <summary>The size of the batch at the start of <paramref name="data"/> as its length field states it.</summary>
    /// <returns>False when the field is not there yet or is smaller than a header.</returns>
    public static bool TryReadSize(ReadOnlySpan<byte> data, out int sizeInBytes)
    {
        sizeInBytes = 0;
        if (data.Length < RecordBatchHeader.LengthOverhead)
        {
            return false;
        }

        int length = BinaryPrimitives.ReadInt32BigEndian(data[RecordBatchHeader.LengthPosition..]);
        if (length < RecordBatchHeader.Size - RecordBatchHeader.LengthOverhead || length > int.MaxValue - RecordBatchHeader.LengthOverhead)
        {
            return false;
        }

        sizeInBytes = length + RecordBatchHeader.LengthOverhead;
        return true;
    }

    /// <summary>
    /// Cuts the first whole batch off <paramref name="data"/>. A fetch response may end in the middle of a batch (KIP-74); what is left
    /// then is to be dropped and fetched again.
    /// </summary>
    /// <returns>False when no whole batch is left.</returns>
    public static bool TryCut(ref ReadOnlyMemory<byte> data, out ReadOnlyMemory<byte> batch)
    {
        if (!TryReadSize(data.Span, out int size) || data.Length < size)
        {
            batch = default;
            return false;
        }

        batch = data[..size];
        data = data[size..];
        return true;
    }

    /// <summary>
    /// Checks a batch as a producer may send it: exactly these bytes, magic 2, a known codec, a record count that is positive and
    /// the last offset delta + 1, a matching CRC. The records are not looked at; <see cref="ValidateRecords"/> does that.
    /// </summary>
    public static RecordBatchProblem Validate(ReadOnlySpan<byte> batch)
    {
        RecordBatchProblem problem = VerifyHead(batch, out RecordBatchHeader header);
        if (problem != RecordBatchProblem.None)
        {
            return problem;
        }

        if (header.Codec > CompressionCodec.Zstd)
        {
            return RecordBatchProblem.UnknownCodec;
        }

        return header.RecordCount <= 0 || header.LastOffsetDelta != header.RecordCount - 1
            ? RecordBatchProblem.CountMismatch
            : VerifyCrc(batch, header);
    }

    /// <summary>
    /// Checks that a stored batch is as it was written: length, magic, CRC. Unlike <see cref="Validate"/> it takes what compaction leaves,
    /// where records are fewer than offsets.
    /// </summary>
    public static RecordBatchProblem VerifyIntegrity(ReadOnlySpan<byte> batch)
    {
        RecordBatchProblem problem = VerifyHead(batch, out RecordBatchHeader header);
        if (problem != RecordBatchProblem.None)
        {
            return problem;
        }

        return VerifyCrc(batch, header);
    }

    /// <summary>
    /// Reads through all records of a batch that passed <see cref="Validate"/>: each is well-formed, they are as many as stated, and
    /// their offset deltas count up from 0.
    /// </summary>
    /// <param name="batch">One whole batch.</param>
    /// <param name="maxDecompressedBytes">The limit for the records after decompression.</param>
    public static RecordBatchProblem ValidateRecords(ReadOnlyMemory<byte> batch, int maxDecompressedBytes)
    {
        try
        {
            using RecordReader reader = RecordReader.Open(batch, maxDecompressedBytes);
            int expectedDelta = 0;
            while (reader.TryRead(out Record record))
            {
                if (record.OffsetDelta != expectedDelta++)
                {
                    return RecordBatchProblem.MalformedRecord;
                }
            }

            return RecordBatchProblem.None;
        }
        catch (InvalidRecordBatchException exception)
        {
            return exception.Problem;
        }
    }

    /// <summary>The sequence <paramref name="count"/> records after <paramref name="sequence"/>; after 2147483647 comes 0 (KIP-98).</summary>
    public static int AddSequence(int sequence, int count) => (int)(((long)sequence + count) & int.MaxValue);

    /// <summary>Writes the header of a new batch: base offset 0, leader epoch -1, no producer. The CRC is still to be written.</summary>
    internal static void WriteHeader(Span<byte> batch, short attributes, int recordCount, long baseTimestampMs, long maxTimestampMs)
    {
        batch[..RecordBatchHeader.Size].Clear();
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchHeader.LengthPosition..], batch.Length - RecordBatchHeader.LengthOverhead);
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchHeader.LeaderEpochPosition..], -1);
        batch[RecordBatchHeader.MagicPosition] = RecordBatchHeader.Magic;
        BinaryPrimitives.WriteInt16BigEndian(batch[RecordBatchHeader.AttributesPosition..], attributes);
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchHeader.LastOffsetDeltaPosition..], recordCount - 1);
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchHeader.BaseTimestampPosition..], baseTimestampMs);
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchHeader.MaxTimestampPosition..], maxTimestampMs);
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchHeader.ProducerIdPosition..], RecordBatchHeader.NoProducerId);
        BinaryPrimitives.WriteInt16BigEndian(batch[RecordBatchHeader.ProducerEpochPosition..], RecordBatchHeader.NoProducerEpoch);
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchHeader.BaseSequencePosition..], RecordBatchHeader.NoSequence);
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchHeader.CountPosition..], recordCount);
    }

    internal static void WriteCrc(Span<byte> batch) =>
        BinaryPrimitives.WriteUInt32BigEndian(batch[RecordBatchHeader.CrcPosition..], ComputeCrc(batch));

    private static RecordBatchProblem VerifyHead(ReadOnlySpan<byte> batch, out RecordBatchHeader header)
    {
        header = default;
        if (batch.Length < RecordBatchHeader.Size)
        {
            return RecordBatchProblem.Truncated;
        }

        // The magic comes first: in the older formats the other fields mean something else.
        if (!RecordBatchHeader.TryParse(batch, out header))
        {
            return RecordBatchProblem.UnsupportedMagic;
        }

        if (!TryReadSize(batch, out int size) || batch.Length > size)
        {
            return RecordBatchProblem.LengthMismatch;
        }

        return batch.Length < size ? RecordBatchProblem.Truncated : RecordBatchProblem.None;
    }

    private static RecordBatchProblem VerifyCrc(ReadOnlySpan<byte> batch, in RecordBatchHeader header) =>
        ComputeCrc(batch) == header.Crc ? RecordBatchProblem.None : RecordBatchProblem.CrcMismatch;
}
