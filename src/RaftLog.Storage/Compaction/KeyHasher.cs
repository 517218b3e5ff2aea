using System.Buffers.Binary;
using System.Numerics;

namespace RaftLog.Storage;

/// <summary>
/// SipHash-2-4 with 128 bits (Aumasson and Bernstein). Two keys with the same hash would count as one, and the older record would be lost: so a hash for
/// which nobody can choose two such keys without knowing its secret, which is drawn anew for each map and never leaves the process.
/// </summary>
/// <remarks>Cheaper than SHA-256 for keys as short as they are; every record is hashed twice, next to producers who want the same processors.</remarks>
internal sealed class KeyHasher(ulong first, ulong second)
{
    private const int BlockBytes = sizeof(ulong);
    private const int LengthShift = 56;

    /// <summary>Draws the secret.</summary>
    public static KeyHasher Draw(Random random)
    {
        Span<byte> secret = stackalloc byte[2 * BlockBytes];
        random.NextBytes(secret);
        return new KeyHasher(BinaryPrimitives.ReadUInt64LittleEndian(secret), BinaryPrimitives.ReadUInt64LittleEndian(secret[BlockBytes..]));
    }

    public KeyHash Of(ReadOnlySpan<byte> key)
    {
        ulong v0 = first ^ 0x736f6d6570736575;
        ulong v1 = second ^ 0x646f72616e646f6d ^ 0xee;
        ulong v2 = first ^ 0x6c7967656e657261;
        ulong v3 = second ^ 0x7465646279746573;
        ReadOnlySpan<byte> rest = key;
        for (; rest.Length >= BlockBytes; rest = rest[BlockBytes..])
        {
            Absorb(BinaryPrimitives.ReadUInt64LittleEndian(rest), ref v0, ref v1, ref v2, ref v3);
        }

        ulong last = (ulong)key.Length << LengthShift;
        for (int i = 0; i < rest.Length; i++)
        {
            last |= (ulong)rest[i] << (8 * i);
        }

        Absorb(last, ref v0, ref v1, ref v2, ref v3);
        v2 ^= 0xee;
        ulong high = Squeeze(ref v0, ref v1, ref v2, ref v3);
        v1 ^= 0xdd;
        return new KeyHash(high, Squeeze(ref v0, ref v1, ref v2, ref v3));
    }

    private static void Absorb(ulong block, ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v3 ^= block;
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        v0 ^= block;
    }

    private static ulong Squeeze(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        for (int i = 0; i < 4; i++)
        {
            Round(ref v0, ref v1, ref v2, ref v3);
        }

        return v0 ^ v1 ^ v2 ^ v3;
    }

    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v0 += v1;
        v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
        v0 = BitOperations.RotateLeft(v0, 32);
        v2 += v3;
        v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
        v2 = BitOperations.RotateLeft(v2, 32);
    }
}
