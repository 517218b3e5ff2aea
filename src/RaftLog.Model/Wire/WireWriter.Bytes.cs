using System.Buffers;
using System.Text;

namespace RaftLog.Model.Wire;

// Strings, bytes, arrays. 'flexible' chooses between a compact length (unsigned varint of length + 1, 0 for null) and a fixed one.
public ref partial struct WireWriter
{
    private const int GuidSize = 16;

    /// <summary>Writes a string.</summary>
    /// <exception cref="WireFormatException">It is longer than its length field can say (32,767 bytes unless flexible).</exception>
    public void WriteString(string value, bool flexible)
    {
        int size = Encoding.UTF8.GetByteCount(value);
        if (flexible)
        {
            WriteCompactLength(size);
        }
        else if (size <= short.MaxValue)
        {
            WriteInt16((short)size);
        }
        else
        {
            throw new WireFormatException($"A string of {size} bytes is longer than {short.MaxValue}", Position);
        }

        Encoding.UTF8.GetBytes(value, Reserve(size));
    }

    /// <summary>Writes a string or null.</summary>
    /// <inheritdoc cref="WriteString"/>
    public void WriteNullableString(string? value, bool flexible)
    {
        if (value is not null)
        {
            WriteString(value, flexible);
        }
        else if (flexible)
        {
            WriteCompactLength(-1);
        }
        else
        {
            WriteInt16(-1);
        }
    }

    /// <summary>Writes a UUID: 16 bytes in the order in which it is written in text.</summary>
    public void WriteGuid(Guid value) => value.TryWriteBytes(Reserve(GuidSize), bigEndian: true, out _);

    /// <summary>Writes bytes with their length.</summary>
    public void WriteBytes(ReadOnlySpan<byte> value, bool flexible)
    {
        WriteBytesLength(value.Length, flexible);
        WriteRaw(value);
    }

    /// <summary>Writes bytes with their length, or null.</summary>
    public void WriteNullableBytes(byte[]? value, bool flexible)
    {
        if (value is null)
        {
            WriteBytesLength(-1, flexible);
            return;
        }

        WriteBytes(value, flexible);
    }

    /// <summary>Writes bytes with their length, or null.</summary>
    public void WriteNullableMemory(ReadOnlyMemory<byte>? value, bool flexible)
    {
        WriteBytesLength(value?.Length ?? -1, flexible);
        WriteRaw(value.GetValueOrDefault().Span);
    }

    /// <summary>Writes bytes with their length.</summary>
    public void WriteSequence(in ReadOnlySequence<byte> value, bool flexible)
    {
        WriteBytesLength(checked((int)value.Length), flexible);
        if (_output is IPayloadOutput output)
        {
            Flush();
            if (output.TryTake(value))
            {
                _flushed += value.Length;
                return;
            }
        }

        foreach (var segment in value)
        {
            WriteRaw(segment.Span);
        }
    }

    /// <summary>Writes bytes with their length, or null.</summary>
    public void WriteNullableSequence(in ReadOnlySequence<byte>? value, bool flexible)
    {
        if (value is { } bytes)
        {
            WriteSequence(bytes, flexible);
            return;
        }

        WriteBytesLength(-1, flexible);
    }

    /// <summary>Writes the element count of an array, -1 for null.</summary>
    public void WriteArrayLength(int count, bool flexible) => WriteBytesLength(count, flexible);

    /// <summary>Writes the length of a byte field whose bytes the caller appends itself; -1 for null.</summary>
    public void WriteBytesLength(int length, bool flexible)
    {
        if (flexible)
        {
            WriteCompactLength(length);
            return;
        }

        WriteInt32(length);
    }

    /// <summary>Writes whether a struct that may be null follows (KIP-893).</summary>
    public void WritePresence(bool present) => WriteInt8(present ? (sbyte)1 : (sbyte)-1);

    /// <summary>Writes bytes as they are, without a length.</summary>
    public void WriteRaw(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_used == _chunk.Length)
            {
                Grow(1);
            }

            int count = Math.Min(bytes.Length, _chunk.Length - _used);
            bytes[..count].CopyTo(_chunk[_used..]);
            _used += count;
            bytes = bytes[count..];
        }
    }

    /// <summary>Writes the head of a tagged field.</summary>
    public void WriteTag(int tag, int size)
    {
        WriteUnsignedVarint((uint)tag);
        WriteUnsignedVarint((uint)size);
    }

    private void WriteCompactLength(int length) => WriteUnsignedVarint((uint)(length + 1));
}
