using System.Text;

namespace RaftLog.Model;

/// <summary>
/// One record of a batch, as a view of the batch's bytes: valid only as long as they are, and as the <see cref="RecordReader"/> that
/// decompressed them is not disposed.
/// </summary>
public readonly struct Record
{
    // All of the batch's records and where the fields of this one stand in them: most readers look at one field, and each view made beforehand would
    // be copied wherever the record goes.
    private readonly ReadOnlyMemory<byte> _records;
    private readonly RecordLayout _layout;

    internal Record(int offsetDelta, long timestampMs, ReadOnlyMemory<byte> records, in RecordLayout layout)
    {
        OffsetDelta = offsetDelta;
        TimestampMs = timestampMs;
        _records = records;
        _layout = layout;
    }

    /// <summary>The record's offset minus the batch's base offset.</summary>
    public int OffsetDelta { get; }

    /// <summary>The time of creation or, with log-append time, of append; in milliseconds since 1970.</summary>
    public long TimestampMs { get; }

    /// <summary>The key; null and empty are different.</summary>
    public ReadOnlyMemory<byte>? Key => Field(_layout.KeyStart, _layout.KeyLength);

    /// <summary>The value; null (a tombstone) and empty are different.</summary>
    public ReadOnlyMemory<byte>? Value => Field(_layout.ValueStart, _layout.ValueLength);

    /// <summary>The number of headers.</summary>
    public int HeaderCount => _layout.HeaderCount;

    /// <summary>The record's attribute byte, as it stands in the batch.</summary>
    internal byte Attributes => _records.Span[_layout.Start];

    /// <summary>The encoded record behind the timestamp delta: what stays the same when the record moves to a batch with another base timestamp.</summary>
    internal ReadOnlyMemory<byte> Tail => _records[_layout.TailStart.._layout.End];

    /// <summary>Copies the headers out. Their lengths were checked when the record was read.</summary>
    public RecordHeader[] ReadHeaders()
    {
        if (HeaderCount == 0)
        {
            return [];
        }

        var headers = new RecordHeader[HeaderCount];
        ReadOnlySpan<byte> bytes = _records.Span[_layout.HeadersStart.._layout.End];
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

    private ReadOnlyMemory<byte>? Field(int start, int length) => length < 0 ? (ReadOnlyMemory<byte>?)null : _records.Slice(start, length);
}
