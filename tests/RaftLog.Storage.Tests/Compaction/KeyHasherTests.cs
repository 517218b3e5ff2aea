namespace RaftLog.Storage.Tests;

public sealed class KeyHasherTests
{
    /// <summary>Two of the vectors that the authors of SipHash publish: key 00 to 0f, input of so many bytes that count up.</summary>
    [TestCase(0, 0xe6a825ba047f81a3UL, 0x930255c71472f66dUL)]
    [TestCase(1, 0x44af996bd8c187daUL, 0x45fc229b11597634UL)]
    public void Hash_IsSipHash_WithTwoAndFourRounds_And128Bits(int length, ulong high, ulong low)
    {
        var hasher = new KeyHasher(0x0706050403020100, 0x0f0e0d0c0b0a0908);

        Assert.That(hasher.Of(Counting(length)), Is.EqualTo(new KeyHash(high, low)));
    }

    [Test]
    public void EveryByteAndTheLength_Count()
    {
        var hasher = new KeyHasher(1, 2);
        var seen = new HashSet<KeyHash>();
        for (int length = 0; length < 40; length++)
        {
            byte[] key = Counting(length);
            Assert.That(seen.Add(hasher.Of(key)), Is.True);
            for (int i = 0; i < length; i++)
            {
                key[i] ^= 0x80;
                Assert.That(seen.Add(hasher.Of(key)), Is.True);
                key[i] ^= 0x80;
            }
        }
    }

    [Test]
    public void Secret_MakesAnotherHash() =>
        Assert.That(KeyHasher.Draw(new Random(1)).Of([1, 2, 3]), Is.Not.EqualTo(KeyHasher.Draw(new Random(2)).Of([1, 2, 3])));

    private static byte[] Counting(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)i)];
}
