using System.Text;

namespace RaftLog.Model;

/// <summary>
/// One record of a batch, as a view of the batch's bytes: valid only as long as they are, and as the <see cref="RecordReader"/> that
/// decompressed them is not disposed.
/// </summary>
public readonly struct Record
{
    private readonly ReadOnlyMemory<byte> _headers;

    internal Record(
        int offsetDelta,
        long timestampMs,
        ReadOnlyMemory<byte>? key,
        ReadOnlyMemory<byte>? value,
        int headerCount,
        ReadOnlyMemory<byte> headers,
        byte attributes,
        ReadOnlyMemory<byte> tail)
    {
        OffsetDelta = offsetDelta;
        TimestampMs = timestampMs;
        Key = key;
        Value = value;
        HeaderCount = headerCount;
        _headers = headers;
        Attributes = attributes;
        Tail = tail;
    }

    /// <summary>The record's offset minus the batch's base offset.</summary>
    public int OffsetDelta { get; }

    /// <summary>The time of creation or, with log-append time, of append; in milliseconds since 1970.</summary>
    public long TimestampMs { get; }

    /// <summary>The key; null and empty are different.</summary>
    public ReadOnlyMemory<byte>? Key { get; }

    /// <summary>The value; null (a tombstone) and empty are different.</summary>
    public ReadOnlyMemory<byte>? Value { get; }

    /// <summary>The number of headers.</summary>
    public int HeaderCount { get; }

    /// <summary>The record's attribute byte, as it stands in the batch.</summary>
    internal byte Attributes { get; }

    /// <summary>The encoded record behind the timestamp delta: what stays the same when the record moves to a batch with another base timestamp.</summary>
    internal ReadOnlyMemory<byte> Tail { get; }

    /// <summary>Copies the headers out. Their lengths were checked when the record was read.</summary>
    public RecordHeader[] ReadHeaders()
    {
        if (HeaderCount == 0)
        {
            return [];
        }

        var headers = new RecordHeader[HeaderCount];
        ReadOnlySpan<byte> bytes = _headers.Span;
        int position = 0;
        for (int i = 0; i < headers.Length; i++)
        {
            RecordVarint.TryRead32(bytes, ref position, out int keyLength);
            string key = Encoding.UTF8.GetString(bytes.Slice(position, keyLength));
            position += keyLength;
            RecordVarint.TryRead32(bytes, ref position, out int valueLength);

            // The cast matters: a null array would turn into empty memory.
            ReadOnlyMemory<byte>? value = valueLength < 0 ? (ReadOnlyMemory<byte>?)null : bytes.Slice(position, valueLength).ToArray();
            headers[i] = new RecordHeader(key, value);
            position += Math.Max(valueLength, 0);
        }

        return headers;
    }
}
