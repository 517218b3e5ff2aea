using System.Buffers;
using RaftLog.Model.Wire;
using RaftLog.Protocol.Tests.Support;

namespace RaftLog.Protocol.Tests;

/// <summary>What is written in a version is read back in it, for every message and version.</summary>
public sealed class RoundTripTests
{
    private const int Samples = 10;

    [TestCaseSource(typeof(AllMessages), nameof(AllMessages.Versions))]
    public void Message_ReadsBack_WhatWasWritten(Type type, short version)
    {
        foreach (var message in Sample(type, version))
        {
            byte[] bytes = message.ToBytes(version);

            var again = WireCodec.Read(type, new ReadOnlySequence<byte>(bytes), version, out long left);

            Assert.That(left, Is.Zero);
            Assert.That(MessageText.Of(again), Is.EqualTo(MessageText.Of(message)));
        }
    }

    [TestCaseSource(typeof(AllMessages), nameof(AllMessages.Versions))]
    public void Message_ReadsTheSame_FromPieces(Type type, short version)
    {
        foreach (var message in Sample(type, version))
        {
            var pieces = Segments.Split(message.ToBytes(version), size: 3);

            var again = WireCodec.Read(type, pieces, version, out long left);

            Assert.That(left, Is.Zero);
            Assert.That(MessageText.Of(again), Is.EqualTo(MessageText.Of(message)));
        }
    }

    [TestCaseSource(typeof(AllMessages), nameof(AllMessages.Versions))]
    public void Message_WritesTheSame_IntoSmallChunks(Type type, short version)
    {
        foreach (var message in Sample(type, version))
        {
            var output = new ArrayBufferWriter<byte>(1);
            var writer = new WireWriter(output);
            message.Write(ref writer, version);
            writer.Flush();

            Assert.That(output.WrittenSpan.ToArray(), Is.EqualTo(message.ToBytes(version)));
        }
    }

    [TestCaseSource(typeof(AllMessages), nameof(AllMessages.Versions))]
    public void NewMessage_CanBeWritten_InEveryVersion(Type type, short version)
    {
        var message = (IWireWritable)Activator.CreateInstance(type)!;

        Assert.That(message.ToBytes(version), Has.Length.EqualTo(message.SizeOf(version)));
    }

    [TestCaseSource(typeof(AllMessages), nameof(AllMessages.Types))]
    public void Message_RefusesAVersion_ItDoesNotHave(Type type)
    {
        var message = (IWireWritable)Activator.CreateInstance(type)!;
        short above = (short)(WireCodec.VersionsOf(type).Highest + 1);

        Assert.That(() => message.SizeOf(above), Throws.TypeOf<WireFormatException>());
        Assert.That(() => WireCodec.Read(type, new byte[100], above), Throws.TypeOf<WireFormatException>());
    }

    private static IEnumerable<IWireWritable> Sample(Type type, short version) =>
        Enumerable.Range(0, Samples).Select(seed => new RandomMessage(new Random(seed), version).Make(type));
}
