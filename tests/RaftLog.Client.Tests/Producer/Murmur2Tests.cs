using System.Text;

namespace RaftLog.Client.Tests;

/// <summary>The values are those that Java's client computes for the same bytes.</summary>
public sealed class Murmur2Tests
{
    [TestCase("", 275646681)]
    [TestCase("21", -973932308)]
    [TestCase("foobar", -790332482)]
    [TestCase("a-little-bit-long-string", -985981536)]
    [TestCase("a-little-bit-longer-string", -1486304829)]
    [TestCase("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [TestCase("abc", 479470107)]
    public void Hash_IsJavas(string key, int expected) =>
        Assert.That((int)Murmur2.Hash(Encoding.UTF8.GetBytes(key)), Is.EqualTo(expected));

    [Test]
    public void Partition_IsNeverNegative_ForHashesWithTheSignBit() =>
        Assert.That(Murmur2.Partition("21"u8, 7), Is.EqualTo((-973932308 & int.MaxValue) % 7));
}
