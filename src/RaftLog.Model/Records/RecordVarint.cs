using System.Numerics;
using System.Runtime.CompilerServices;

namespace RaftLog.Model;

/// <summary>The zig-zag variable-length integers inside record batches: 7 bits a byte, low bits first, the sign in bit 0.</summary>
internal static class RecordVarint
{
    /// <summary>The most bytes that a 32-bit value takes.</summary>
    public const int MaxBytes32 = 5;

    /// <summary>The most bytes that a 64-bit value takes.</summary>
    public const int MaxBytes64 = 10;

    public static int SizeOf(long value)
    {
        ulong bits = ZigZag(value);
        return bits == 0 ? 1 : (BitOperations.Log2(bits) / 7) + 1;
    }

    /// <summary>Writes <paramref name="value"/> at the start of <paramref name="destination"/> and returns the number of bytes taken.</summary>
    public static int Write(Span<byte> destination, long value)
    {
        ulong bits = ZigZag(value);
        int count = 0;
        while (bits >= 0x80)
        {
            destination[count++] = (byte)(bits | 0x80);
            bits >>= 7;
        }

        destination[count++] = (byte)bits;
        return count;
    }

    /// <summary>Reads a value at <paramref name="position"/> and moves it behind; false when the bytes end or the value overflows.</summary>
    public static bool TryRead64(ReadOnlySpan<byte> source, ref int position, out long value)
    {
        ulong bits = 0;
        for (int shift = 0; shift < 64 && (uint)position < (uint)source.Length; shift += 7)
        {
            byte next = source[position++];
            bits |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                value = (long)(bits >> 1) ^ -(long)(bits & 1);
                return shift < 63 || next <= 1;
            }
        }

        value = 0;
        return false;
    }

    /// <inheritdoc cref="TryRead64"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead32(ReadOnlySpan<byte> source, ref int position, out int value)
    {
        // Most fields of most records take one byte: a length below 64, a null, no headers.
        if ((uint)position < (uint)source.Length && source[position] < 0x80)
        {
            int bits = source[position++];
            value = (bits >> 1) ^ -(bits & 1);
            return true;
        }

        return TryReadLong32(source, ref position, out value);
    }

    private static bool TryReadLong32(ReadOnlySpan<byte> source, ref int position, out int value)
    {
        bool read = TryRead64(source, ref position, out long wide);
        value = (int)wide;
        return read && value == wide;
    }

    private static ulong ZigZag(long value) => ((ulong)value << 1) ^ (ulong)(value >> 63);
}
