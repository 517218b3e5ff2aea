namespace RaftLog.Metadata;

/// <summary>Random ids from the randomness handed in, so that one seed repeats the run.</summary>
internal static class RandomId
{
    private const int GuidSize = 16;

    /// <summary>A version 4 UUID (RFC 9562).</summary>
    public static Guid Next(Random random)
    {
        Span<byte> bytes = stackalloc byte[GuidSize];
        random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
