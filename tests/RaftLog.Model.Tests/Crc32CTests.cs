namespace RaftLog.Model.Tests;

/// <summary>The checksum, against its definition.</summary>
public sealed class Crc32CTests
{
    private const uint ReversedPolynomial = 0x82F63B78;

    [Test]
    public void Compute_OfTheDigits_IsTheCheckValue() => Assert.That(Crc32C.Compute("123456789"u8), Is.EqualTo(0xE3069283));

    [Test]
    public void Compute_IsTheDefinition_AtEveryLength([Values(0, 1, 7, 8, 61, 3071, 3072, 3073, 6143, 6144, 6149, 70_001)] int length)
    {
        byte[] data = new byte[length];
        new Random(length).NextBytes(data);

        Assert.That(Crc32C.Compute(data), Is.EqualTo(BitByBit(data)));
    }

    [Test]
    public void Append_GoesOnWhereTheFirstPartEnded([Values(0, 5, 3072, 4000)] int firstPart)
    {
        byte[] data = new byte[10_000];
        new Random(firstPart).NextBytes(data);

        uint inTwo = Crc32C.Append(Crc32C.Compute(data.AsSpan(0, firstPart)), data.AsSpan(firstPart));

        Assert.That(inTwo, Is.EqualTo(BitByBit(data)));
    }

    private static uint BitByBit(ReadOnlySpan<byte> data)
    {
        uint state = uint.MaxValue;
        foreach (byte next in data)
        {
            state ^= next;
            for (int bit = 0; bit < 8; bit++)
            {
                state = (state >> 1) ^ ((state & 1) * ReversedPolynomial);
            }
        }

        return ~state;
    }
}
