using System.Buffers.Binary;

namespace RaftLog.Model;

/// <summary>
/// Writes a stored batch again with fewer records, as compaction does. What identifies the batch stays: base offset and last offset delta, leader
/// epoch, producer id, epoch and sequence, the kind of timestamps, the codec. So offsets keep their records, and the sequence numbers of an
/// idempotent producer can still be told from the batch, even when no record is left in it. Used by one thread at a time.
/// </summary>
public sealed class RecordBatchRewriter : IDisposable
{
    private const int ScratchBytes = 64 * 1024;

    // The records before their compression.
    private readonly PooledBufferWriter _scratch = new(ScratchBytes);

    /// <summary>Appends the batch with only the <paramref name="kept"/> records to <paramref name="into"/>.</summary>
    /// <param name="source">The header of the stored batch.</param>
    /// <param name="kept">The records that stay, in their order; views that are still valid. Empty for a batch that is kept for its producer only.</param>
    /// <param name="deleteHorizonMs">
    /// The time from which on the tombstones may go; null leaves what the batch says. It takes the place of the base timestamp, so the timestamps are
    /// encoded anew.
    /// </param>
    /// <param name="into">Where the batch goes; its bytes stay contiguous.</param>
    /// <exception cref="InvalidRecordBatchException">The codec's native library is missing.</exception>
    public void Rewrite(in RecordBatchHeader source, ReadOnlySpan<Record> kept, long? deleteHorizonMs, PooledBufferWriter into)
    {
        ArgumentNullException.ThrowIfNull(into);
        int start = into.WrittenCount;
        into.GetSpan(RecordBatchHeader.Size);
        into.Advance(RecordBatchHeader.Size);
        long baseTimestampMs = deleteHorizonMs ?? source.BaseTimestampMs;
        bool isCompressed = source.Codec != CompressionCodec.None && kept.Length > 0;
        if (isCompressed)
        {
            _scratch.Clear();
            WriteRecords(kept, baseTimestampMs, _scratch);
            BatchCompression.Compress(source.Codec, _scratch.WrittenSpan, into);
        }
        else
        {
            WriteRecords(kept, baseTimestampMs, into);
        }

        short attributes = source.Attributes;
        if (!isCompressed)
        {
            // Nothing is no stream of any codec.
            attributes = (short)(attributes & ~RecordBatchHeader.CodecMask);
        }

        if (deleteHorizonMs is not null)
        {
            attributes |= RecordBatchHeader.DeleteHorizonBit;
        }

        WriteHeader(into.WrittenSpan[start..], source, attributes, baseTimestampMs, MaxTimestamp(source, kept), kept.Length);
    }

    /// <inheritdoc/>
    public void Dispose() => _scratch.Dispose();

    // An empty batch keeps the time: a producer's state expires by it.
    private static long MaxTimestamp(in RecordBatchHeader source, ReadOnlySpan<Record> kept)
    {
        if (source.HasLogAppendTime || kept.Length == 0)
        {
            return source.MaxTimestampMs;
        }

        long max = kept[0].TimestampMs;
        foreach (ref readonly Record record in kept)
        {
            max = Math.Max(max, record.TimestampMs);
        }

        return max;
    }

    private static void WriteRecords(ReadOnlySpan<Record> records, long baseTimestampMs, PooledBufferWriter into)
    {
        foreach (ref readonly Record record in records)
        {
            long timestampDelta = record.TimestampMs - baseTimestampMs;
            int bodySize = 1 + RecordVarint.SizeOf(timestampDelta) + record.Tail.Length;
            int size = RecordVarint.SizeOf(bodySize) + bodySize;
            Span<byte> destination = into.GetSpan(size)[..size];
            int position = RecordVarint.Write(destination, bodySize);
            destination[position++] = record.Attributes;
            position += RecordVarint.Write(destination[position..], timestampDelta);
            record.Tail.Span.CopyTo(destination[position..]);
            into.Advance(size);
        }
    }

    private static void WriteHeader(
        Span<byte> batch, in RecordBatchHeader source, short attributes, long baseTimestampMs, long maxTimestampMs, int count)
    {
        RecordBatch.SetBaseOffset(batch, source.BaseOffset);
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchHeader.LengthPosition..], batch.Length - RecordBatchHeader.LengthOverhead);
        RecordBatch.SetLeaderEpoch(batch, source.LeaderEpoch);
        batch[RecordBatchHeader.MagicPosition] = RecordBatchHeader.Magic;
        BinaryPrimitives.WriteInt16BigEndian(batch[RecordBatchHeader.AttributesPosition..], attributes);
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchHeader.LastOffsetDeltaPosition..], source.LastOffsetDelta);
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchHeader.BaseTimestampPosition..], baseTimestampMs);
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchHeader.MaxTimestampPosition..], maxTimestampMs);
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchHeader.ProducerIdPosition..], source.ProducerId);
        BinaryPrimitives.WriteInt16BigEndian(batch[RecordBatchHeader.ProducerEpochPosition..], source.ProducerEpoch);
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchHeader.BaseSequencePosition..], source.BaseSequence);
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchHeader.CountPosition..], count);
        RecordBatch.WriteCrc(batch);
    }
}
