using System.Buffers;
using RaftLog.Model.Wire;

namespace RaftLog.Model.Tests.Wire;

/// <summary>The bytes of numbers.</summary>
public sealed class WireNumberTests
{
    [TestCase(0u, "00")]
    [TestCase(127u, "7f")]
    [TestCase(128u, "8001")]
    [TestCase(300u, "ac02")]
    [TestCase(16383u, "ff7f")]
    [TestCase(16384u, "808001")]
    [TestCase(uint.MaxValue, "ffffffff0f")]
    public void UnsignedVarint_HasTheGoldenBytes(uint value, string hex)
    {
        byte[] bytes = Write((ref WireWriter writer) => writer.WriteUnsignedVarint(value));
        var reader = new WireReader(bytes.AsSpan());

        Assert.That(Convert.ToHexStringLower(bytes), Is.EqualTo(hex));
        Assert.That(WireSize.OfUnsignedVarint(value), Is.EqualTo(bytes.Length));
        Assert.That(reader.ReadUnsignedVarint(), Is.EqualTo(value));
    }

    [TestCase(0, "00")]
    [TestCase(-1, "01")]
    [TestCase(1, "02")]
    [TestCase(63, "7e")]
    [TestCase(-64, "7f")]
    [TestCase(64, "8001")]
    [TestCase(int.MaxValue, "feffffff0f")]
    [TestCase(int.MinValue, "ffffffff0f")]
    public void Varint_IsZigZag(int value, string hex)
    {
        byte[] bytes = Write((ref WireWriter writer) => writer.WriteVarint(value));
        var reader = new WireReader(bytes.AsSpan());

        Assert.That(Convert.ToHexStringLower(bytes), Is.EqualTo(hex));
        Assert.That(reader.ReadVarint(), Is.EqualTo(value));
    }

    [TestCase(0L, "00")]
    [TestCase(-1L, "01")]
    [TestCase(long.MaxValue, "feffffffffffffffff01")]
    [TestCase(long.MinValue, "ffffffffffffffffff01")]
    public void Varlong_IsZigZag(long value, string hex)
    {
        byte[] bytes = Write((ref WireWriter writer) => writer.WriteVarlong(value));
        var reader = new WireReader(bytes.AsSpan());

        Assert.That(Convert.ToHexStringLower(bytes), Is.EqualTo(hex));
        Assert.That(reader.ReadVarlong(), Is.EqualTo(value));
    }

    [TestCase("808080808001", TestName = "Varint_OfSixBytes_IsRefused")]
    [TestCase("ffffffff1f", TestName = "Varint_Above32Bits_IsRefused")]
    [TestCase("8080", TestName = "Varint_WithoutEnd_IsRefused")]
    public void Varint_IsRefused(string hex) => Assert.That(
        () =>
        {
            var reader = new WireReader(Convert.FromHexString(hex).AsSpan());
            reader.ReadUnsignedVarint();
        },
        Throws.TypeOf<WireFormatException>());

    [Test]
    public void FixedNumbers_AreBigEndian_AndReadAcrossPieces([Range(1, 9)] int pieces)
    {
        byte[] bytes = Write((ref WireWriter writer) =>
        {
            writer.WriteBoolean(true);
            writer.WriteInt8(-2);
            writer.WriteInt16(-3);
            writer.WriteUInt16(65535);
            writer.WriteInt32(0x01020304);
            writer.WriteUInt32(uint.MaxValue);
            writer.WriteInt64(-5);
            writer.WriteUInt64(ulong.MaxValue);
            writer.WriteFloat64(1.5);
            writer.WriteGuid(new Guid("00112233-4455-6677-8899-aabbccddeeff"));
        });
        Assert.That(Convert.ToHexStringLower(bytes), Is.EqualTo(
            "01" + "fe" + "fffd" + "ffff" + "01020304" + "ffffffff" + "fffffffffffffffb" + "ffffffffffffffff" + "3ff8000000000000"
            + "00112233445566778899aabbccddeeff"));

        var reader = new WireReader(Pieces.Of(bytes, pieces));
        Assert.That(reader.ReadBoolean(), Is.True);
        Assert.That(reader.ReadInt8(), Is.EqualTo(-2));
        Assert.That(reader.ReadInt16(), Is.EqualTo(-3));
        Assert.That(reader.ReadUInt16(), Is.EqualTo(65535));
        Assert.That(reader.ReadInt32(), Is.EqualTo(0x01020304));
        Assert.That(reader.ReadUInt32(), Is.EqualTo(uint.MaxValue));
        Assert.That(reader.ReadInt64(), Is.EqualTo(-5));
        Assert.That(reader.ReadUInt64(), Is.EqualTo(ulong.MaxValue));
        Assert.That(reader.ReadFloat64(), Is.EqualTo(1.5));
        Assert.That(reader.ReadGuid(), Is.EqualTo(new Guid("00112233-4455-6677-8899-aabbccddeeff")));
        Assert.That(reader.Remaining, Is.Zero);
        Assert.That(reader.Position, Is.EqualTo(bytes.Length));
    }

    private static byte[] Write(WriteAction write)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new WireWriter(output);
        write(ref writer);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    private delegate void WriteAction(ref WireWriter writer);
}
