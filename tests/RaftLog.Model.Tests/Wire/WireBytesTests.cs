using System.Buffers;
using System.Runtime.InteropServices;
using RaftLog.Model.Wire;

namespace RaftLog.Model.Tests.Wire;

/// <summary>Strings, bytes, arrays and tagged fields: their bytes, their limits and what is refused.</summary>
public sealed class WireBytesTests
{
    [TestCase("", false, "0000")]
    [TestCase("ab", false, "00026162")]
    [TestCase(null, false, "ffff")]
    [TestCase("", true, "01")]
    [TestCase("ä", true, "03c3a4")]
    [TestCase(null, true, "00")]
    public void String_HasTheGoldenBytes(string? text, bool flexible, string hex)
    {
        var bytes = new byte[WireSize.OfNullableString(text, flexible)];
        var writer = new WireWriter(bytes);
        writer.WriteNullableString(text, flexible);
        var reader = new WireReader(Pieces.Of(bytes, 1));

        Assert.That(Convert.ToHexStringLower(bytes), Is.EqualTo(hex));
        Assert.That(reader.ReadNullableString(flexible), Is.EqualTo(text));
    }

    [Test]
    public void String_LongerThanItsLengthCanSay_IsRefused_BeforeItIsWritten()
    {
        string text = new('x', short.MaxValue + 1);

        Assert.That(() => WireSize.OfString(text, flexible: false), Throws.TypeOf<WireFormatException>());
        Assert.That(WireSize.OfString(text, flexible: true), Is.EqualTo(text.Length + 3));
    }

    [TestCase("ffff", false, TestName = "String_ThatIsNull_IsRefused")]
    [TestCase("00", true, TestName = "CompactString_ThatIsNull_IsRefused")]
    [TestCase("fffe", false, TestName = "String_OfNegativeLength_IsRefused")]
    [TestCase("000361", false, TestName = "String_LongerThanTheRest_IsRefused")]
    [TestCase("ffffffff0f", true, TestName = "CompactString_OfFourGigabytes_IsRefused")]
    public void String_IsRefused(string hex, bool flexible) =>
        AssertRefused(hex, (ref WireReader reader) => reader.ReadString(flexible));

    [TestCase("fffffffe", false, 1, TestName = "Array_OfNegativeLength_IsRefused")]
    [TestCase("00000003aabb", false, 1, TestName = "Array_LongerThanTheRest_IsRefused")]
    [TestCase("00000002aabbcc", false, 2, TestName = "Array_WhoseElementsDoNotFit_IsRefused")]
    [TestCase("7fffffff00", false, 1, TestName = "Array_OfTwoBillion_IsRefused")]
    [TestCase("ffffffff", false, 1, TestName = "Array_ThatIsNull_IsRefused")]
    [TestCase("ffffffff0f00", true, 1, TestName = "CompactArray_OfFourBillion_IsRefused")]
    public void Array_IsRefused(string hex, bool flexible, int leastElementSize) =>
        AssertRefused(hex, (ref WireReader reader) => reader.ReadArrayLength(flexible, leastElementSize));

    [TestCase("05", TestName = "Tags_MoreThanTheRestHolds_AreRefused")]
    [TestCase("010005aa", TestName = "Tag_LongerThanTheRest_IsRefused")]
    [TestCase("0100ffffffff0f", TestName = "Tag_OfFourGigabytes_IsRefused")]
    public void Tags_AreRefused(string hex) =>
        AssertRefused(hex, (ref WireReader reader) => reader.SkipTaggedFields());

    [Test]
    public void Error_NamesThePosition()
    {
        var reader = new WireReader(new byte[] { 0, 0, 0, 1, 0 }.AsSpan());
        reader.ReadInt32();
        WireFormatException? error = null;
        try
        {
            reader.ReadInt16();
        }
        catch (WireFormatException thrown)
        {
            error = thrown;
        }

        Assert.That(error?.Position, Is.EqualTo(4));
        Assert.That(error?.Message, Does.Contain("byte 4"));
    }

    [Test]
    public void Bytes_AreSlicesOfMemory_NotCopies()
    {
        byte[] message = [0, 0, 0, 2, 8, 9];
        var reader = new WireReader(message.AsMemory());

        var memory = reader.ReadMemory(flexible: false);

        Assert.That(MemoryMarshal.TryGetArray(memory, out var segment) && segment.Array == message && segment.Offset == 4, Is.True);
    }

    [Test]
    public void Sequence_KeepsItsPieces([Range(1, 6)] int size)
    {
        byte[] message = [0, 0, 0, 3, 7, 8, 9, 1];
        var reader = new WireReader(Pieces.Of(message, size));

        var slice = reader.ReadSequence(flexible: false);

        Assert.That(slice.ToArray(), Is.EqualTo(new byte[] { 7, 8, 9 }));
        Assert.That(reader.ReadByte(), Is.EqualTo(1));
    }

    [Test]
    public void Bytes_OverASpan_AreCopies()
    {
        byte[] message = [3, 8, 9];
        var reader = new WireReader(message.AsSpan());

        var memory = reader.ReadMemory(flexible: true);
        message[1] = 0;

        Assert.That(memory.ToArray(), Is.EqualTo(new byte[] { 8, 9 }));
    }

    [Test]
    public void Writer_IntoASpanThatIsTooShort_IsRefused() => Assert.That(
        () =>
        {
            var writer = new WireWriter(new byte[3]);
            writer.WriteInt32(1);
        },
        Throws.TypeOf<WireFormatException>());

    [Test]
    public void ReplicaId_ReadsBack()
    {
        var replica = new ReplicaId(new BrokerId(3), new DirectoryId(0x1122334455667788));

        byte[] bytes = replica.ToBytes(version: 0);

        Assert.That(Convert.ToHexStringLower(bytes), Is.EqualTo("00000003" + "1122334455667788"));
        Assert.That(WireEncoding.FromBytes<ReplicaId>(bytes, version: 0), Is.EqualTo(replica));
    }

    [Test]
    public void FromBytes_RefusesWhatIsLeftOver()
    {
        byte[] bytes = [.. default(ReplicaId).ToBytes(version: 0), 0];

        Assert.That(() => WireEncoding.FromBytes<ReplicaId>(bytes, version: 0), Throws.TypeOf<WireFormatException>());
    }

    private static void AssertRefused(string hex, ReadAction read) => Assert.That(
        () =>
        {
            var reader = new WireReader(Convert.FromHexString(hex).AsMemory());
            read(ref reader);
        },
        Throws.TypeOf<WireFormatException>());

    private delegate void ReadAction(ref WireReader reader);
}
