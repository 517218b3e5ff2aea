using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>Makes record batches in buffers with header room.</summary>
internal static class Batches
{
    public static PooledBuffer Frame(int records = 1, int valueBytes = 10, long timestampMs = 1000, CompressionCodec codec = CompressionCodec.None) =>
        FrameBuffer.ForBatch(Bytes(records, valueBytes, timestampMs, codec));

    public static PooledBuffer IdempotentFrame(long producerId, short epoch, int baseSequence, int records = 1)
    {
        byte[] batch = Bytes(records, 10, 1000);
        RecordBatch.SetProducerState(batch, producerId, epoch, baseSequence);
        return FrameBuffer.ForBatch(batch);
    }

    public static RecordBatchHeader IdempotentHeader(long producerId, short epoch, int baseSequence, int records = 1)
    {
        using PooledBuffer frame = IdempotentFrame(producerId, epoch, baseSequence, records);
        return RecordBatchHeader.TryParse(FrameBuffer.Payload(frame), out RecordBatchHeader header)
            ? header
            : throw new AssertionException("The batch was not made well.");
    }

    public static byte[] TransactionalBytes(long producerId, short epoch, int baseSequence, int records = 1)
    {
        using var builder = new RecordBatchBuilder();
        for (int i = 0; i < records; i++)
        {
            builder.Append(1000 + i, NullableBytes.Null, new byte[10]);
        }

        using PooledBuffer batch = builder.Build(attributes: 0x10);
        RecordBatch.SetProducerState(batch.Span, producerId, epoch, baseSequence);
        return batch.Span.ToArray();
    }

    public static RecordBatchHeader TransactionalHeader(long producerId, short epoch, int baseSequence, int records = 1) =>
        RecordBatchHeader.TryParse(TransactionalBytes(producerId, epoch, baseSequence, records), out RecordBatchHeader header)
            ? header
            : throw new AssertionException("The batch was not made well.");

    /// <summary>A batch whose records are one millisecond apart.</summary>
    public static byte[] Bytes(int records, int valueBytes, long timestampMs, CompressionCodec codec = CompressionCodec.None)
    {
        using var builder = new RecordBatchBuilder();
        byte[] value = new byte[valueBytes];
        for (int i = 0; i < records; i++)
        {
            Array.Fill(value, (byte)(timestampMs + i));
            builder.Append(timestampMs + i, NullableBytes.Null, value);
        }

        using PooledBuffer batch = builder.Build(codec);
        return batch.Span.ToArray();
    }
}
