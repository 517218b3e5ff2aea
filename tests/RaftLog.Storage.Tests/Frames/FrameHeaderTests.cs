using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>The frame format stays as it is drawn at <see cref="FrameHeader"/>.</summary>
public sealed class FrameHeaderTests
{
    [Test]
    public void Header_HasTheBytesOfTheFormat()
    {
        byte[] bytes = new byte[FrameHeader.Size];
        new FrameHeader(0x64, new Term(7), EntryKind.Command, new LogIndex(0x0102030405060708), new Offset(9)).Write(bytes);

        const string WithoutChecksum = "64000000" + "07000000" + "04000000" + "0807060504030201" + "0900000000000000";
        Assert.That(Convert.ToHexString([.. bytes[..4], .. bytes[8..]]), Is.EqualTo(WithoutChecksum));
        Assert.That(BitConverter.ToUInt32(bytes, 4), Is.EqualTo(Crc32C.Compute(Convert.FromHexString(WithoutChecksum))));
    }

    [Test]
    public void Header_ReadsBackWhatWasWritten()
    {
        byte[] bytes = new byte[FrameHeader.Size];
        var header = new FrameHeader(32, new Term(3), EntryKind.NoOp, new LogIndex(5), new Offset(8));
        header.Write(bytes);

        Assert.That(FrameHeader.TryRead(bytes, out FrameHeader read), Is.EqualTo(FrameProblem.None));
        Assert.That(read, Is.EqualTo(header));
    }

    [Test]
    public void Check_FindsEveryFlippedBit([Values(EntryKind.Data, EntryKind.NoOp, EntryKind.Command)] EntryKind kind)
    {
        var storage = new TestStorage();
        using PartitionLog log = storage.Open();
        PooledBuffer frame = kind == EntryKind.Data ? Batches.Frame(2) : FrameBuffer.ForContent([1, 2, 3]);
        frame.AddReference();
        log.StampAndAppend(frame, kind, new Term(1));
        byte[] bytes = frame.Span.ToArray();
        frame.Release();
        Assert.That(FrameCheck.Check(bytes, out _), Is.EqualTo(FrameProblem.None));

        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.That(FrameCheck.Check(bytes, out _), Is.Not.EqualTo(FrameProblem.None), $"Bit {bit}.");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Test]
    public void CheckAll_RefusesFramesThatDoNotFollowEachOther()
    {
        byte[] first = Stamped(new FrameHeader(0, new Term(2), EntryKind.NoOp, new LogIndex(5), Offset.Zero));
        byte[] next = Stamped(new FrameHeader(0, new Term(2), EntryKind.NoOp, new LogIndex(6), Offset.Zero));
        byte[] gap = Stamped(new FrameHeader(0, new Term(2), EntryKind.NoOp, new LogIndex(7), Offset.Zero));
        byte[] olderTerm = Stamped(new FrameHeader(0, new Term(1), EntryKind.NoOp, new LogIndex(6), Offset.Zero));
        byte[] otherOffset = Stamped(new FrameHeader(0, new Term(2), EntryKind.NoOp, new LogIndex(6), new Offset(1)));

        Assert.That(FrameCheck.CheckAll([.. first, .. next], new LogIndex(5), out FrameHeader last), Is.EqualTo(FrameProblem.None));
        Assert.That(last.Index, Is.EqualTo(new LogIndex(6)));
        Assert.That(FrameCheck.CheckAll([.. first, .. next], new LogIndex(4), out _), Is.EqualTo(FrameProblem.Sequence));
        Assert.That(FrameCheck.CheckAll([.. first, .. gap], new LogIndex(5), out _), Is.EqualTo(FrameProblem.Sequence));
        Assert.That(FrameCheck.CheckAll([.. first, .. olderTerm], new LogIndex(5), out _), Is.EqualTo(FrameProblem.Sequence));
        Assert.That(FrameCheck.CheckAll([.. first, .. otherOffset], new LogIndex(5), out _), Is.EqualTo(FrameProblem.Sequence));
        Assert.That(FrameCheck.CheckAll([.. first, .. next[..^1]], new LogIndex(5), out _), Is.EqualTo(FrameProblem.Truncated));
    }

    private static byte[] Stamped(FrameHeader header)
    {
        using PooledBuffer frame = FrameBuffer.ForContent([]);
        (header with { Length = frame.Length }).Write(frame.Span);
        return frame.Span.ToArray();
    }
}
