using System.Buffers;
using System.Text;

namespace RaftLog.Model.Wire;

// Strings, bytes, arrays. 'flexible' chooses between a compact length (unsigned varint of length + 1) and a fixed one.
public ref partial struct WireReader
{
    private const int GuidSize = 16;

    /// <summary>Reads a string. Bytes that are no UTF-8 become U+FFFD, as in Kafka.</summary>
    public string ReadString(bool flexible) => ReadNullableString(flexible) ?? throw Null("string");

    /// <summary>Reads a string or null.</summary>
    public string? ReadNullableString(bool flexible)
    {
        int length = ReadLength(flexible ? ReadCompactLength() : ReadInt16());
        return length < 0 ? null : ReadUtf8(length);
    }

    /// <summary>Reads a UUID: 16 bytes in the order in which it is written in text.</summary>
    public Guid ReadGuid()
    {
        Span<byte> bytes = stackalloc byte[GuidSize];
        CopyTo(bytes);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Reads bytes as a slice of the message.</summary>
    public ReadOnlySequence<byte> ReadSequence(bool flexible) => ReadNullableSequence(flexible) ?? throw Null("byte");

    /// <summary>Reads bytes as a slice of the message, or null.</summary>
    public ReadOnlySequence<byte>? ReadNullableSequence(bool flexible)
    {
        int length = ReadBytesLength(flexible);
        return length < 0 ? null : ReadSlice(length);
    }

    /// <summary>Reads bytes as a slice of the message where they lie in one piece, else as a copy.</summary>
    public ReadOnlyMemory<byte> ReadMemory(bool flexible) => ReadNullableMemory(flexible) ?? throw Null("byte");

    /// <summary>Reads bytes as a slice of the message where they lie in one piece, else as a copy; or null.</summary>
    public ReadOnlyMemory<byte>? ReadNullableMemory(bool flexible)
    {
        // Not one conditional expression: a null array converts to empty memory, and null would come out as that.
        if (ReadNullableSequence(flexible) is not { } bytes)
        {
            return null;
        }

        return bytes.IsSingleSegment ? bytes.First : bytes.ToArray();
    }

    /// <summary>Reads bytes into an array of their own, for what outlives the message.</summary>
    public byte[] ReadBytes(bool flexible) => ReadNullableBytes(flexible) ?? throw Null("byte");

    /// <summary>Reads bytes into an array of their own, or null.</summary>
    public byte[]? ReadNullableBytes(bool flexible)
    {
        int length = ReadBytesLength(flexible);
        if (length < 0)
        {
            return null;
        }

        var bytes = new byte[length];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Reads the element count of an array.</summary>
    /// <param name="flexible">Whether the count is compact.</param>
    /// <param name="leastElementSize">The fewest bytes that an element takes, at least 1.</param>
    /// <exception cref="WireFormatException">The count is negative, or the rest of the message cannot hold so many elements.</exception>
    public int ReadArrayLength(bool flexible, int leastElementSize)
    {
        int count = ReadNullableArrayLength(flexible, leastElementSize);
        return count >= 0 ? count : throw Null("array");
    }

    /// <summary>Reads the element count of an array, -1 for null.</summary>
    /// <inheritdoc cref="ReadArrayLength"/>
    public int ReadNullableArrayLength(bool flexible, int leastElementSize)
    {
        int count = flexible ? ReadCompactLength() : ReadInt32();
        if (count < -1 || (long)count * leastElementSize > Remaining)
        {
            ThrowAt($"An array of {count} elements of {leastElementSize} bytes or more cannot be in the {Remaining} bytes left");
        }

        return count;
    }

    /// <summary>Reads whether a struct that may be null is there (KIP-893): a signed byte, negative for null.</summary>
    public bool ReadPresence() => ReadInt8() >= 0;

    /// <summary>Takes the next <paramref name="length"/> bytes, without a length in front, as a slice of the message.</summary>
    public ReadOnlySequence<byte> ReadSlice(long length)
    {
        Require(length);
        if (_overSpan)
        {
            var copy = new byte[length];
            CopyTo(copy);
            return new ReadOnlySequence<byte>(copy);
        }

        var start = _sequence.GetPosition(_offset, _segmentStart);
        Advance(length);
        return _sequence.Slice(start, length);
    }

    /// <summary>Copies the next bytes, without a length in front, until <paramref name="destination"/> is full.</summary>
    public void CopyTo(scoped Span<byte> destination)
    {
        Require(destination.Length);
        while (true)
        {
            int count = Math.Min(destination.Length, _segment.Length - _offset);
            _segment.Slice(_offset, count).CopyTo(destination);
            _offset += count;
            destination = destination[count..];
            if (destination.IsEmpty)
            {
                return;
            }

            MoveToNextSegment();
        }
    }

    private string ReadUtf8(int length)
    {
        if (length > _segment.Length - _offset)
        {
            return Encoding.UTF8.GetString(ReadSlice(length));
        }

        string text = Encoding.UTF8.GetString(_segment.Slice(_offset, length));
        _offset += length;
        return text;
    }

    private int ReadBytesLength(bool flexible) => ReadLength(flexible ? ReadCompactLength() : ReadInt32());

    // The length is checked here, before anything is allocated for it.
    private readonly int ReadLength(int length)
    {
        if (length != -1)
        {
            Require(length);
        }

        return length;
    }

    // 0 is null and comes out as -1. What exceeds an int comes out negative too, and is refused by the caller's check.
    private int ReadCompactLength()
    {
        uint length = ReadUnsignedVarint();
        return length <= int.MaxValue ? (int)length - 1 : int.MinValue;
    }

    private readonly WireFormatException Null(string what) => new($"A {what} field is null that must not be", Position);
}
