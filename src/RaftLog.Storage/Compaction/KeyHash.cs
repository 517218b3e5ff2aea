using System.Buffers.Binary;
using System.Security.Cryptography;

namespace RaftLog.Storage;

/// <summary>
/// The first 128 bits of a key's SHA-256. Two keys with the same hash would count as one, and the older record would be lost: so a hash against
/// which nobody can find two such keys, and not one that is merely well mixed.
/// </summary>
internal readonly record struct KeyHash(ulong High, ulong Low)
{
    public static KeyHash Of(ReadOnlySpan<byte> key)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(key, digest);
        return new KeyHash(BinaryPrimitives.ReadUInt64LittleEndian(digest), BinaryPrimitives.ReadUInt64LittleEndian(digest[8..]));
    }
}
