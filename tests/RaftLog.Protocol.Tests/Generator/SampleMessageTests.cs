using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Tests.Generator;

/// <summary>What a declaration means where a version does not carry a field.</summary>
public sealed class SampleMessageTests
{
    [Test]
    public void Id_IsThatOfTheDeclaration() => Assert.That(SampleMessage.MessageId, Is.EqualTo(SampleId.Everything));

    [Test]
    public void FieldThatTheVersionLacks_ReadsAsItsInitialiser()
    {
        var again = WireEncoding.FromBytes<SampleMessage>(new SampleMessage { Name = "x" }.ToBytes(0), 0);

        Assert.That(again.TaggedNumber, Is.EqualTo(7));
        Assert.That(again.MaybeList, Is.Empty);
        Assert.That(again.Optional, Is.Null);
    }

    [Test]
    public void ValueThatTheVersionCannotCarry_IsRefused_BeforeAnythingIsWritten()
    {
        var message = new SampleMessage { Name = "x", TaggedNumber = 8 };

        Assert.That(() => message.SizeOf(0), Throws.TypeOf<WireFormatException>().With.Message.Contains(nameof(SampleMessage.TaggedNumber)));
        Assert.That(() => message.SizeOf(1), Throws.Nothing);
    }

    [Test]
    public void IgnorableValue_IsDropped_WhereTheVersionLacksIt()
    {
        var message = new SampleMessage { Name = "x", Optional = new SampleMessage.Part { Number = 1, Flag = true } };

        var again = WireEncoding.FromBytes<SampleMessage>(message.ToBytes(1), 1);

        Assert.That(again.Optional, Is.EqualTo(new SampleMessage.Part { Number = 1, Flag = false }));
    }

    [Test]
    public void Null_IsRefused_WhereTheVersionHasNone()
    {
        var message = new SampleMessage { Name = "x", MaybeList = null };

        Assert.That(() => message.SizeOf(1), Throws.TypeOf<WireFormatException>().With.Message.Contains(nameof(SampleMessage.MaybeList)));
        Assert.That(() => message.SizeOf(2), Throws.Nothing);
    }

    [Test]
    public void TaggedField_AtItsDefault_TakesNoBytes()
    {
        int without = new SampleMessage { Name = "x" }.SizeOf(2);
        int with = new SampleMessage { Name = "x", TaggedNumber = 9 }.SizeOf(2);

        Assert.That(with - without, Is.EqualTo(6), "tag, size and an int32");
    }
}
