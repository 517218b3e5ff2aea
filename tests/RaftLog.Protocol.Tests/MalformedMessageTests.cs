using System.Buffers;
using RaftLog.Model.Wire;
using RaftLog.Protocol.Tests.Support;

namespace RaftLog.Protocol.Tests;

/// <summary>Whatever the bytes, reading fails with one kind of exception and allocates no more than they could justify.</summary>
public sealed class MalformedMessageTests
{
    // Exceptions and their stack traces, and objects for what was well-formed before the fault.
    private const long AllocationAllowance = 256 * 1024;

    [TestCaseSource(typeof(AllMessages), nameof(AllMessages.Versions))]
    public void Message_CutShortAnywhere_IsAFormatError(Type type, short version)
    {
        byte[] bytes = new RandomMessage(new Random(version), version).Make(type).ToBytes(version);

        for (int length = 0; length < bytes.Length; length++)
        {
            byte[] cut = bytes[..length];
            Assert.That(() => WireCodec.Read(type, cut, version), Throws.TypeOf<WireFormatException>(), $"cut at {length}");
        }
    }

    [TestCaseSource(typeof(AllMessages), nameof(AllMessages.Types))]
    public void RandomBytes_AreReadOrRefused_InBoundedMemory(Type type)
    {
        var versions = WireCodec.VersionsOf(type);
        var random = new Random(1);
        for (int round = 0; round < 100; round++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            ReadWithinAllowance(type, bytes, (short)random.Next(versions.Lowest, versions.Highest + 1));
        }
    }

    [TestCaseSource(typeof(AllMessages), nameof(AllMessages.Types))]
    public void DamagedMessage_IsReadOrRefused_InBoundedMemory(Type type)
    {
        var versions = WireCodec.VersionsOf(type);
        var random = new Random(2);
        for (int round = 0; round < 100; round++)
        {
            short version = (short)random.Next(versions.Lowest, versions.Highest + 1);
            byte[] bytes = new RandomMessage(random, version).Make(type).ToBytes(version);
            for (int i = 0; i < 3 && bytes.Length > 0; i++)
            {
                byte[] damage = [0x7f, 0xff, 0x80, (byte)random.Next()];
                bytes[random.Next(bytes.Length)] = damage[random.Next(damage.Length)];
            }

            ReadWithinAllowance(type, bytes, version);
        }
    }

    [TestCaseSource(typeof(AllMessages), nameof(AllMessages.Types))]
    public void BytesBehindTheLastField_AreLeftAlone(Type type)
    {
        short version = WireCodec.VersionsOf(type).Highest;
        byte[] bytes = new RandomMessage(new Random(3), version).Make(type).ToBytes(version);

        WireCodec.Read(type, new ReadOnlySequence<byte>([.. bytes, 1, 2, 3]), version, out long left);

        Assert.That(left, Is.EqualTo(3));
    }

    [TestCaseSource(typeof(AllMessages), nameof(AllMessages.Types))]
    public void UnknownTaggedField_IsPassedOver(Type type)
    {
        short version = WireCodec.VersionsOf(type).Highest;
        if (!WireCodec.FlexibleVersionsOf(type).Contains(version))
        {
            return;
        }

        // All tagged fields of a new message have their defaults, so the encoding ends with a count of 0.
        byte[] bytes = ((IWireWritable)Activator.CreateInstance(type)!).ToBytes(version);
        byte[] withUnknown = [.. bytes[..^1], 1, 0xe7, 0x07, 2, 0xaa, 0xbb];

        var message = WireCodec.Read(type, new ReadOnlySequence<byte>(withUnknown), version, out long left);

        Assert.That(left, Is.Zero);
        Assert.That(message.ToBytes(version), Is.EqualTo(bytes));
    }

    private static void ReadWithinAllowance(Type type, byte[] bytes, short version)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            WireCodec.Read(type, bytes, version);
        }
        catch (WireFormatException)
        {
            // Refusing is as good as reading: the point is that nothing else is thrown.
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.That(allocated, Is.LessThan(AllocationAllowance), $"version {version}: {Convert.ToHexString(bytes)}");
    }
}
