namespace RaftLog.Model;

/// <summary>
/// Reads the records of one batch one after the other, decompressing them first if need be. Nothing that the batch states is believed
/// before the bytes for it are there, so a batch that lies costs no more memory than it brought (and the decompression limit).
/// </summary>
/// <remarks>
/// Used by one thread at a time. Keys and values that it handed out are views of the batch or, for a compressed one, of a pooled buffer
/// that goes back at <see cref="Dispose"/>.
/// </remarks>
public sealed class RecordReader : IDisposable
{
    /// <summary>The usual limit for the decompressed records of one batch: 64 MiB.</summary>
    public const int DefaultMaxDecompressedBytes = 64 * 1024 * 1024;

    // A record is at least: length, attributes, timestamp delta, offset delta, key length, value length, header count.
    private const int MinRecordBytes = 7;

    private readonly ReadOnlyMemory<byte> _records;
    private readonly RecordBatchHeader _header;
    private PooledBuffer? _decompressed;
    private int _position;
    private int _read;

    private RecordReader(in RecordBatchHeader header, ReadOnlyMemory<byte> records, PooledBuffer? decompressed)
    {
        _header = header;
        _records = records;
        _decompressed = decompressed;
    }

    /// <summary>The batch's header.</summary>
    public RecordBatchHeader Header => _header;

    /// <summary>How many records are left to be read, as the batch states.</summary>
    public int Left => _header.RecordCount - _read;

    /// <summary>Starts to read the batch; the CRC is not checked here (see <see cref="RecordBatch.Validate"/>).</summary>
    /// <param name="batch">Exactly one batch.</param>
    /// <param name="maxDecompressedBytes">The limit for the records after decompression; more is taken for a bomb.</param>
    /// <exception cref="InvalidRecordBatchException">The header is unusable, or the records do not decompress.</exception>
    public static RecordReader Open(ReadOnlyMemory<byte> batch, int maxDecompressedBytes = DefaultMaxDecompressedBytes)
    {
        if (!RecordBatchHeader.TryParse(batch.Span, out RecordBatchHeader header))
        {
            throw batch.Length < RecordBatchHeader.Size
                ? new InvalidRecordBatchException(
                    RecordBatchProblem.Truncated,
                    $"A record batch needs at least {RecordBatchHeader.Size} bytes; there are {batch.Length}.")
                : new InvalidRecordBatchException(
                    RecordBatchProblem.UnsupportedMagic,
                    $"The batch has magic {batch.Span[RecordBatchHeader.MagicPosition]}; only {RecordBatchHeader.Magic} is supported.");
        }

        ReadOnlyMemory<byte> records = batch[RecordBatchHeader.Size..];
        PooledBuffer? decompressed = null;
        if (header.Codec != CompressionCodec.None)
        {
            decompressed = BatchCompression.Decompress(header.Codec, records.Span, maxDecompressedBytes);
            records = decompressed.Memory;
        }

        if (header.RecordCount < 0 || header.RecordCount > records.Length / MinRecordBytes)
        {
            decompressed?.Release();
            throw new InvalidRecordBatchException(
                RecordBatchProblem.CountMismatch,
                $"The batch states {header.RecordCount} records, which do not fit into {records.Length} bytes.");
        }

        return new RecordReader(header, records, decompressed);
    }

    /// <summary>Reads the next record.</summary>
    /// <returns>False after the last one.</returns>
    /// <exception cref="InvalidRecordBatchException">The record is malformed, or bytes are left after the last one.</exception>
    public bool TryRead(out Record record)
    {
        ReadOnlySpan<byte> bytes = _records.Span;
        if (_read == _header.RecordCount)
        {
            record = default;
            return _position == bytes.Length ? false : throw LeftOver(bytes.Length - _position);
        }

        int position = _position;
        if (!RecordVarint.TryRead32(bytes, ref position, out int length) || length < 0 || length > bytes.Length - position)
        {
            throw Malformed("its length leaves the batch");
        }

        int end = position + length;
        record = ReadBody(bytes[..end], position);
        _position = end;
        _read++;
        return true;
    }

    /// <summary>Gives the decompressed bytes back; every record read from a compressed batch is invalid afterwards.</summary>
    public void Dispose()
    {
        _decompressed?.Release();
        _decompressed = null;
    }

    private Record ReadBody(ReadOnlySpan<byte> bytes, int position)
    {
        int start = position;
        position++; // The record's attributes: no bit has a meaning yet.
        if (!RecordVarint.TryRead64(bytes, ref position, out long timestampDelta))
        {
            throw Malformed("a field leaves the record");
        }

        int tailStart = position;
        if (!RecordVarint.TryRead32(bytes, ref position, out int offsetDelta)
            || !TrySkipField(bytes, ref position, out int keyStart, out int keyLength)
            || !TrySkipField(bytes, ref position, out int valueStart, out int valueLength)
            || !RecordVarint.TryRead32(bytes, ref position, out int headerCount))
        {
            throw Malformed("a field leaves the record");
        }

        int headersStart = position;
        if (!TrySkipHeaders(bytes, ref position, headerCount) || position != bytes.Length)
        {
            throw Malformed("its headers do not end where the record ends");
        }

        long timestampMs = _header.HasLogAppendTime ? _header.MaxTimestampMs : _header.BaseTimestampMs + timestampDelta;
        return new Record(
            offsetDelta,
            timestampMs,
            _records,
            new RecordLayout(start, tailStart, keyStart, keyLength, valueStart, valueLength, headersStart, headerCount, position));
    }

    private static bool TrySkipField(ReadOnlySpan<byte> bytes, ref int position, out int start, out int length)
    {
        bool read = RecordVarint.TryRead32(bytes, ref position, out length);
        start = position;
        if (!read || length < -1 || length > bytes.Length - position)
        {
            return false;
        }

        position += Math.Max(length, 0);
        return true;
    }

    private static bool TrySkipHeaders(ReadOnlySpan<byte> bytes, ref int position, int count)
    {
        // Each header takes two bytes or more, so a count that lies ends here and not in an allocation.
        if (count < 0 || count > (bytes.Length - position) / 2)
        {
            return false;
        }

        for (int i = 0; i < count; i++)
        {
            if (!TrySkip(bytes, ref position, shortest: 0) || !TrySkip(bytes, ref position, shortest: -1))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TrySkip(ReadOnlySpan<byte> bytes, ref int position, int shortest)
    {
        if (!RecordVarint.TryRead32(bytes, ref position, out int length) || length < shortest || length > bytes.Length - position)
        {
            return false;
        }

        position += Math.Max(length, 0);
        return true;
    }

    private InvalidRecordBatchException Malformed(string what) =>
        new(RecordBatchProblem.MalformedRecord, $"Record {_read} of the batch at offset {_header.BaseOffset.Value} is malformed: {what}.");

    private InvalidRecordBatchException LeftOver(int bytes) =>
        new(RecordBatchProblem.CountMismatch, $"{bytes} bytes are left after the {_header.RecordCount} records that the batch states.");
}
