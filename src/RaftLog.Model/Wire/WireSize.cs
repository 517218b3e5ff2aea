using System.Buffers;
using System.Numerics;
using System.Text;

namespace RaftLog.Model.Wire;

/// <summary>How many bytes <see cref="WireWriter"/> takes for a value; generated code adds these up before a frame is begun.</summary>
public static class WireSize
{
    /// <summary>The size of an unsigned varint.</summary>
    public static int OfUnsignedVarint(uint value) => OfUnsignedVarlong(value);

    /// <summary>The size of a string with its length.</summary>
    /// <exception cref="WireFormatException">It is longer than its length field can say (32,767 bytes unless flexible).</exception>
    public static int OfString(string value, bool flexible)
    {
        int size = Encoding.UTF8.GetByteCount(value);
        if (!flexible && size > short.MaxValue)
        {
            throw new WireFormatException($"A string of {size} bytes is longer than {short.MaxValue}", 0);
        }

        return size + (flexible ? OfCompactLength(size) : sizeof(short));
    }

    /// <summary>The size of a string or null with its length.</summary>
    public static int OfNullableString(string? value, bool flexible) =>
        value is null ? flexible ? 1 : sizeof(short) : OfString(value, flexible);

    /// <summary>The size of bytes with their length.</summary>
    public static int OfBytes(ReadOnlySpan<byte> value, bool flexible) => value.Length + OfLength(value.Length, flexible);

    /// <summary>The size of bytes or null with their length.</summary>
    public static int OfNullableBytes(byte[]? value, bool flexible) =>
        value is null ? OfLength(-1, flexible) : OfBytes(value, flexible);

    /// <summary>The size of bytes or null with their length.</summary>
    public static int OfNullableMemory(ReadOnlyMemory<byte>? value, bool flexible) =>
        value is { } bytes ? OfBytes(bytes.Span, flexible) : OfLength(-1, flexible);

    /// <summary>The size of bytes with their length.</summary>
    public static int OfSequence(in ReadOnlySequence<byte> value, bool flexible)
    {
        int length = checked((int)value.Length);
        return length + OfLength(length, flexible);
    }

    /// <summary>The size of bytes or null with their length.</summary>
    public static int OfNullableSequence(in ReadOnlySequence<byte>? value, bool flexible) =>
        value is { } bytes ? OfSequence(bytes, flexible) : OfLength(-1, flexible);

    /// <summary>The size of the length of an array or of bytes, -1 for null.</summary>
    public static int OfLength(int length, bool flexible) => flexible ? OfCompactLength(length) : sizeof(int);

    /// <summary>The size of a tagged field, its head included.</summary>
    public static int OfTaggedField(int tag, int size) => OfUnsignedVarint((uint)tag) + OfUnsignedVarint((uint)size) + size;

    internal static int OfUnsignedVarlong(ulong value) => (BitOperations.Log2(value | 1) / 7) + 1;

    private static int OfCompactLength(int length) => OfUnsignedVarint((uint)(length + 1));
}
