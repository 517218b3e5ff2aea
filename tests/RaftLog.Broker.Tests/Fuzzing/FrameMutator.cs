using System.Buffers.Binary;

namespace RaftLog.Broker.Tests.Fuzzing;

/// <summary>Spoils valid bytes in the ways that find most: flipped bits, extreme numbers, pieces cut out, doubled, or taken from another message.</summary>
internal sealed class FrameMutator(Random random)
{
    private const int MostMutations = 4;

    // Lengths and counts that a reader is tempted to believe.
    private static readonly int[] Extremes = [int.MaxValue, int.MinValue, -1, -2, 0, 1, short.MaxValue, 1 << 20, 1 << 28];

    /// <summary>A spoilt copy of <paramref name="valid"/>; <paramref name="other"/> is what pieces may come from.</summary>
    public byte[] Mutate(byte[] valid, byte[] other)
    {
        var bytes = (byte[])valid.Clone();
        for (int left = random.Next(1, MostMutations + 1); left > 0; left--)
        {
            bytes = random.Next(8) switch
            {
                0 => FlipBit(bytes),
                1 => SetByte(bytes),
                2 => SetInt(bytes),
                3 => bytes[..random.Next(bytes.Length + 1)],
                4 => CutOut(bytes),
                5 => Double(bytes),
                6 => [.. bytes, .. Noise()],
                _ => Splice(bytes, other),
            };
        }

        return bytes;
    }

    private byte[] FlipBit(byte[] bytes)
    {
        if (bytes.Length > 0)
        {
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        }

        return bytes;
    }

    private byte[] SetByte(byte[] bytes)
    {
        if (bytes.Length > 0)
        {
            ReadOnlySpan<byte> telling = [0x00, 0x01, 0x7f, 0x80, 0xff, (byte)random.Next()];
            bytes[random.Next(bytes.Length)] = telling[random.Next(telling.Length)];
        }

        return bytes;
    }

    private byte[] SetInt(byte[] bytes)
    {
        if (bytes.Length >= sizeof(int))
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(random.Next(bytes.Length - sizeof(int) + 1)), Extremes[random.Next(Extremes.Length)]);
        }

        return bytes;
    }

    private byte[] CutOut(byte[] bytes)
    {
        var (from, to) = Piece(bytes);
        return [.. bytes[..from], .. bytes[to..]];
    }

    private byte[] Double(byte[] bytes)
    {
        var (from, to) = Piece(bytes);
        return [.. bytes[..to], .. bytes[from..]];
    }

    private byte[] Splice(byte[] bytes, byte[] other)
    {
        var (from, to) = Piece(other);
        int at = random.Next(bytes.Length + 1);
        return [.. bytes[..at], .. other[from..to], .. bytes[at..]];
    }

    private byte[] Noise()
    {
        var noise = new byte[random.Next(1, 16)];
        random.NextBytes(noise);
        return noise;
    }

    private (int From, int To) Piece(byte[] bytes)
    {
        int from = random.Next(bytes.Length + 1);
        return (from, from + random.Next(Math.Min(64, bytes.Length - from) + 1));
    }
}
