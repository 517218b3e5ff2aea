using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>The dump shows everything it can, and says what it cannot.</summary>
public sealed class SegmentDumpTests
{
    private TestStorage _storage = null!;
    private string _file = null!;

    [SetUp]
    public void WriteSegment()
    {
        _storage = new TestStorage();
        using PartitionLog log = _storage.Open();
        log.AppendContent(EntryKind.NoOp, term: 2);
        log.AppendContent(EntryKind.Command, term: 2, content: [9]);
        log.AppendBatch(term: 3, records: 4);
        log.WritePending();
        _file = _storage.Files(".log")[0];
    }

    [Test]
    public void Dump_ShowsEveryFrame()
    {
        List<DumpedFrame> frames = [.. SegmentDump.Read(_storage.Disk, _file)];

        Assert.That(frames.Select(frame => frame.Header.Kind), Is.EqualTo(new[] { EntryKind.NoOp, EntryKind.Command, EntryKind.Data }));
        Assert.That(frames.Select(frame => frame.Problem), Is.All.Null);
        Assert.That(frames[2].Batch?.RecordCount, Is.EqualTo(4));
        Assert.That(frames[0].Position, Is.EqualTo(SegmentHeader.Size));
    }

    [Test]
    public void Dump_GoesOnBehindADamagedPayload_AndEndsAtADamagedHeader()
    {
        List<DumpedFrame> sound = [.. SegmentDump.Read(_storage.Disk, _file)];
        _storage.Damage(_file, sound[1].Position + FrameHeader.Size);
        _storage.Damage(_file, sound[2].Position + 8);

        List<DumpedFrame> frames = [.. SegmentDump.Read(_storage.Disk, _file)];

        Assert.That(frames[0].Problem, Is.Null);
        Assert.That(frames[1].Problem, Does.Contain(nameof(FrameProblem.PayloadChecksum)));
        Assert.That(frames[2].Problem, Does.Contain(nameof(FrameProblem.HeaderChecksum)));
        Assert.That(frames, Has.Count.EqualTo(3));
    }

    [Test]
    public void Dump_RefusesAFileThatIsNoSegment()
    {
        _storage.Disk.ReplaceDurably("/data/text", "some text that is no segment"u8);

        Assert.That(() => SegmentDump.Read(_storage.Disk, "/data/text").ToList(), Throws.InstanceOf<LogCorruptException>());
    }
}
