using System.Text;

namespace RaftLog.Model;

/// <summary>
/// Collects records, encoded at once into one pooled buffer, and makes a batch of them. Used by one thread at a time; after
/// <see cref="Build"/> it is empty and can be filled again.
/// </summary>
public sealed class RecordBatchBuilder : IDisposable
{
    private const int SmallestCapacity = 256;

    private readonly PooledBufferWriter _buffer;
    private long _baseTimestampMs;
    private long _maxTimestampMs;

    /// <summary>Creates an empty builder.</summary>
    /// <param name="initialCapacity">The first size of the buffer, in bytes; it grows when a record needs more.</param>
    public RecordBatchBuilder(int initialCapacity = 16 * 1024)
    {
        _buffer = new PooledBufferWriter(Math.Max(initialCapacity, SmallestCapacity));
        Reset();
    }

    /// <summary>The number of records appended since the last <see cref="Build"/>.</summary>
    public int Count { get; private set; }

    /// <summary>The size of the batch if it were built now without compression.</summary>
    public int SizeInBytes => _buffer.WrittenCount;

    /// <summary>An upper bound of what a record adds to <see cref="SizeInBytes"/>.</summary>
    /// <param name="keyLength">The key's length, 0 for null.</param>
    /// <param name="valueLength">The value's length, 0 for null.</param>
    /// <param name="headers">The headers.</param>
    public static int UpperBound(int keyLength, int valueLength, ReadOnlySpan<RecordHeader> headers)
    {
        // Five lengths and counts, the attributes and the timestamp delta.
        int size = (5 * RecordVarint.MaxBytes32) + 1 + RecordVarint.MaxBytes64 + keyLength + valueLength;
        foreach (RecordHeader header in headers)
        {
            size += (2 * RecordVarint.MaxBytes32) + Encoding.UTF8.GetByteCount(header.Key) + (header.Value?.Length ?? 0);
        }

        return size;
    }

    /// <summary>Appends a record; its offset delta is the number of records before it.</summary>
    /// <param name="timestampMs">The record's timestamp in milliseconds since 1970.</param>
    /// <param name="key">The key, or null.</param>
    /// <param name="value">The value, or null.</param>
    /// <param name="headers">The headers, in order.</param>
    public void Append(long timestampMs, NullableBytes key, NullableBytes value, ReadOnlySpan<RecordHeader> headers = default)
    {
        if (Count == 0)
        {
            _baseTimestampMs = timestampMs;
            _maxTimestampMs = timestampMs;
        }

        _maxTimestampMs = Math.Max(_maxTimestampMs, timestampMs);
        long timestampDelta = timestampMs - _baseTimestampMs;
        int bodySize = BodySize(timestampDelta, key, value, headers);
        int recordSize = RecordVarint.SizeOf(bodySize) + bodySize;
        Span<byte> destination = _buffer.GetSpan(recordSize)[..recordSize];
        int position = RecordVarint.Write(destination, bodySize);
        destination[position++] = 0; // The record's attributes.
        position += RecordVarint.Write(destination[position..], timestampDelta);
        position += RecordVarint.Write(destination[position..], Count);
        position += WriteField(destination[position..], key);
        position += WriteField(destination[position..], value);
        position += WriteHeaders(destination[position..], headers);
        Invariant.Require(position == recordSize);
        _buffer.Advance(recordSize);
        Count++;
    }

    /// <summary>
    /// Makes the batch: base offset 0, leader epoch -1, no producer id (see <see cref="RecordBatch.SetProducerState"/>). The caller owns
    /// the buffer; this builder is empty again.
    /// </summary>
    /// <param name="codec">The codec of the records.</param>
    /// <param name="attributes">Attribute bits besides the codec's, 0 for data.</param>
    /// <param name="writesCrc">False when <see cref="RecordBatch.SetProducerState"/> follows, which writes it: once is enough for 256 KiB.</param>
    /// <exception cref="InvalidOperationException">No record was appended.</exception>
    /// <exception cref="InvalidRecordBatchException">The codec's native library is missing.</exception>
    public PooledBuffer Build(CompressionCodec codec = CompressionCodec.None, short attributes = 0, bool writesCrc = true)
    {
        if (Count == 0)
        {
            throw new InvalidOperationException("A batch needs at least one record: append one before building.");
        }

        PooledBuffer batch = codec == CompressionCodec.None ? _buffer.Detach() : Compress(codec);
        RecordBatch.WriteHeader(batch.Span, (short)(attributes | (short)codec), Count, _baseTimestampMs, _maxTimestampMs);
        if (writesCrc)
        {
            RecordBatch.WriteCrc(batch.Span);
        }

        Reset();
        return batch;
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose() => _buffer.Dispose();

    private PooledBuffer Compress(CompressionCodec codec)
    {
        ReadOnlySpan<byte> records = _buffer.WrittenSpan[RecordBatchHeader.Size..];
        using var compressed = new PooledBufferWriter(SizeInBytes);
        compressed.GetSpan(RecordBatchHeader.Size);
        compressed.Advance(RecordBatchHeader.Size);
        BatchCompression.Compress(codec, records, compressed);
        return compressed.Detach();
    }

    private void Reset()
    {
        Count = 0;
        _buffer.Clear();
        _buffer.GetSpan(RecordBatchHeader.Size);
        _buffer.Advance(RecordBatchHeader.Size);
    }

    private int BodySize(long timestampDelta, NullableBytes key, NullableBytes value, ReadOnlySpan<RecordHeader> headers)
    {
        int size = 1 + RecordVarint.SizeOf(timestampDelta) + RecordVarint.SizeOf(Count)
            + FieldSize(key.LengthOrNull) + FieldSize(value.LengthOrNull) + RecordVarint.SizeOf(headers.Length);
        foreach (RecordHeader header in headers)
        {
            size += FieldSize(Encoding.UTF8.GetByteCount(header.Key)) + FieldSize(header.Value?.Length ?? -1);
        }

        return size;
    }

    private static int FieldSize(int length) => RecordVarint.SizeOf(length) + Math.Max(length, 0);

    private static int WriteField(Span<byte> destination, NullableBytes field)
    {
        int position = RecordVarint.Write(destination, field.LengthOrNull);
        field.Span.CopyTo(destination[position..]);
        return position + field.Span.Length;
    }

    private static int WriteHeaders(Span<byte> destination, ReadOnlySpan<RecordHeader> headers)
    {
        int position = RecordVarint.Write(destination, headers.Length);
        foreach (RecordHeader header in headers)
        {
            position += RecordVarint.Write(destination[position..], Encoding.UTF8.GetByteCount(header.Key));
            position += Encoding.UTF8.GetBytes(header.Key, destination[position..]);
            position += WriteField(destination[position..], header.Value);
        }

        return position;
    }
}
