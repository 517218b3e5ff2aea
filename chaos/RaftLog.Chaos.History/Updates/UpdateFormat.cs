using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RaftLog.Chaos.History;

/// <summary>
/// The keys and values of keyed updates: <c>worker-k7</c>, and <c>worker:42 </c> followed by bytes that only this update has. No codec finds much in them, so
/// the size of a cleaned log tells how much was removed and not how well it was compressed.
/// </summary>
public static class UpdateFormat
{
    private const int PoolBytes = 1024 * 1024;
    private const int Stride = 131;

    private static readonly byte[] Pool = CreatePool();

    /// <summary>The key.</summary>
    public static string Key(string worker, int key) => string.Create(CultureInfo.InvariantCulture, $"{worker}-k{key}");

    /// <summary>The value of a version.</summary>
    public static byte[] Value(string worker, long version, int valueBytes)
    {
        byte[] head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{worker}:{version} "));
        int tail = Math.Max(valueBytes - head.Length, 0);
        byte[] value = new byte[head.Length + tail];
        head.CopyTo(value, 0);
        Pool.AsSpan((int)(version * Stride % (PoolBytes - valueBytes)), tail).CopyTo(value.AsSpan(head.Length));
        return value;
    }

    // Counted blocks of SHA-256: any language has it.
    private static byte[] CreatePool()
    {
        byte[] pool = new byte[PoolBytes];
        for (int at = 0; at < PoolBytes; at += SHA256.HashSizeInBytes)
        {
            SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"updates {at}")), pool.AsSpan(at));
        }

        return pool;
    }
}
