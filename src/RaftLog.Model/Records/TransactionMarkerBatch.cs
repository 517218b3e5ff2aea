using System.Buffers.Binary;

namespace RaftLog.Model;

/// <summary>
/// A <see cref="TransactionMarker"/> in the log: a record batch with the transactional and the control bit and one record, big-endian:
/// <code>
///   key     i16 version, 0    i16 type: 0 abort, 1 commit
///   value   i16 version, 0    i32 coordinator epoch
///   header  "first-offset":   i64 offset of the transaction's first record in the partition, -1 when it has none
/// </code>
/// Key and value are Kafka's. The header is our own and no client looks at it: with it the aborted transactions can be told from the segment that holds
/// their markers, wherever they began.
/// </summary>
public static class TransactionMarkerBatch
{
    private const int CommitType = 1;
    private const int KeySize = 4;
    private const int ValueSize = 6;
    private const int OffsetSize = 8;

    private static readonly Offset None = new(-1);

    // From the record's attributes on: five one-byte numbers, key, value, number of headers, and the header.
    private static readonly int BodySize = 5 + KeySize + ValueSize + 1 + 1 + HeaderKey.Length + 1 + OffsetSize;

    /// <summary>The size of the batch as it is appended.</summary>
    public static int Size => RecordBatchHeader.Size + 1 + BodySize;

    private static ReadOnlySpan<byte> HeaderKey => "first-offset"u8;

    /// <summary>Writes the batch.</summary>
    /// <param name="target">At least <see cref="Size"/> bytes.</param>
    /// <param name="marker">The marker.</param>
    /// <param name="timestampMs">When it is appended, in milliseconds since 1970.</param>
    /// <param name="firstOffset">Where the transaction begins in the partition; null when it has nothing there.</param>
    public static void Write(Span<byte> target, in TransactionMarker marker, long timestampMs, Offset? firstOffset)
    {
        target = target[..Size];
        WriteRecord(target[RecordBatchHeader.Size..], marker, firstOffset ?? None);
        const short attributes = RecordBatchHeader.TransactionalBit | RecordBatchHeader.ControlBit;
        RecordBatch.WriteHeader(target, attributes, recordCount: 1, timestampMs, timestampMs);
        RecordBatch.SetProducerState(target, marker.ProducerId, marker.ProducerEpoch, RecordBatchHeader.NoSequence);
    }

    /// <summary>Whether a batch is a control batch; false for bytes that are no batch.</summary>
    public static bool IsControl(ReadOnlySpan<byte> batch) =>
        batch.Length >= RecordBatchHeader.Size
        && (BinaryPrimitives.ReadInt16BigEndian(batch[RecordBatchHeader.AttributesPosition..]) & RecordBatchHeader.ControlBit) != 0;

    /// <summary>Reads the marker in a whole batch; false when it holds none.</summary>
    /// <param name="batch">The batch; its checksum is not looked at.</param>
    /// <param name="marker">The marker.</param>
    /// <param name="firstOffset">Where the transaction begins; null when it had nothing in the partition.</param>
    public static bool TryRead(ReadOnlySpan<byte> batch, out TransactionMarker marker, out Offset? firstOffset)
    {
        marker = default;
        firstOffset = null;
        int at = RecordBatchHeader.Size;
        if (!RecordBatchHeader.TryParse(batch, out RecordBatchHeader header) || !header.IsControl || header.RecordCount != 1
            || !TrySkipToKey(batch, ref at)
            || !TryTake(batch, ref at, KeySize, out ReadOnlySpan<byte> key)
            || !TryTake(batch, ref at, ValueSize, out ReadOnlySpan<byte> value)
            || !TryReadHeader(batch, at, out Offset first))
        {
            return false;
        }

        short type = BinaryPrimitives.ReadInt16BigEndian(key[2..]);
        marker = new TransactionMarker(
            header.ProducerId, header.ProducerEpoch, BinaryPrimitives.ReadInt32BigEndian(value[2..]), type == CommitType);
        firstOffset = first == None ? null : first;
        return type is 0 or CommitType;
    }

    private static void WriteRecord(Span<byte> record, in TransactionMarker marker, Offset firstOffset)
    {
        int at = RecordVarint.Write(record, BodySize);
        record.Slice(at, 3).Clear(); // Attributes, timestamp delta, offset delta.
        at += 3;
        at += RecordVarint.Write(record[at..], KeySize);
        BinaryPrimitives.WriteInt32BigEndian(record[at..], marker.Commit ? CommitType : 0);
        at += KeySize;
        at += RecordVarint.Write(record[at..], ValueSize);
        BinaryPrimitives.WriteInt16BigEndian(record[at..], 0);
        BinaryPrimitives.WriteInt32BigEndian(record[(at + 2)..], marker.CoordinatorEpoch);
        at += ValueSize;
        at += RecordVarint.Write(record[at..], 1);
        at += RecordVarint.Write(record[at..], HeaderKey.Length);
        HeaderKey.CopyTo(record[at..]);
        at += HeaderKey.Length;
        at += RecordVarint.Write(record[at..], OffsetSize);
        BinaryPrimitives.WriteInt64BigEndian(record[at..], firstOffset.Value);
        Invariant.Require(at + OffsetSize == record.Length);
    }

    private static bool TrySkipToKey(ReadOnlySpan<byte> batch, ref int at)
    {
        if (!RecordVarint.TryRead32(batch, ref at, out _) || at >= batch.Length)
        {
            return false;
        }

        at++; // Attributes.
        return RecordVarint.TryRead64(batch, ref at, out _) && RecordVarint.TryRead32(batch, ref at, out _);
    }

    private static bool TryTake(ReadOnlySpan<byte> batch, ref int at, int size, out ReadOnlySpan<byte> field)
    {
        field = default;
        if (!RecordVarint.TryRead32(batch, ref at, out int length) || length != size || batch.Length - at < size)
        {
            return false;
        }

        field = batch.Slice(at, size);
        at += size;
        return true;
    }

    private static bool TryReadHeader(ReadOnlySpan<byte> batch, int at, out Offset firstOffset)
    {
        firstOffset = None;
        if (!RecordVarint.TryRead32(batch, ref at, out int headers) || headers != 1
            || !TryTake(batch, ref at, HeaderKey.Length, out ReadOnlySpan<byte> key) || !key.SequenceEqual(HeaderKey)
            || !TryTake(batch, ref at, OffsetSize, out ReadOnlySpan<byte> value))
        {
            return false;
        }

        firstOffset = new Offset(BinaryPrimitives.ReadInt64BigEndian(value));
        return true;
    }
}
