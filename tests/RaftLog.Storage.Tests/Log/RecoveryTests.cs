using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>What opening a log cuts, rebuilds and reports (DESIGN §3, Recovery).</summary>
public sealed class RecoveryTests
{
    private static readonly PartitionLogOptions Options = new() { SegmentBytes = 4096, IndexIntervalBytes = 300 };

    private TestStorage _storage = null!;

    [SetUp]
    public void CreateStorage() => _storage = new TestStorage();

    [Test]
    public void Open_CutsATornTail_AtEveryByteOfTheLastFrames()
    {
        PartitionLog log = Filled(10, flush: true);
        long durable = EndOf(log);
        List<byte[]> frames = log.AllFrames(new LogIndex(1));
        log.AppendBatch(records: 2);
        log.AppendBatch(records: 1);
        log.WritePending();
        frames = log.AllFrames(new LogIndex(1));
        byte[] whole = _storage.Disk.ReadAllBytes(Active())[..(int)EndOf(log)];
        byte[] index = _storage.Disk.ReadAllBytes(SegmentName.IndexPathOf(Active()));

        for (long length = durable; length <= whole.Length; length++)
        {
            _storage.Disk.ReplaceDurably(Active(), whole.AsSpan(0, (int)length));
            _storage.Disk.ReplaceDurably(SegmentName.IndexPathOf(Active()), index);
            _storage.Restart();
            PartitionLog reopened = _storage.Open(Options);
            int expected = length == whole.Length ? 12 : length >= durable + frames[10].Length ? 11 : 10;
            Assert.That(reopened.AllFrames(new LogIndex(1)), Is.EqualTo(frames.Take(expected)), $"Cut at {length} of {whole.Length}.");

            // What follows a cut tail stands where the torn frame stood.
            reopened.AppendBatch();
            reopened.WritePending();
            Assert.That(reopened.AllFrames(new LogIndex(1)), Has.Count.EqualTo(expected + 1));
        }
    }

    [Test]
    public void Open_CutsATornTail_AtEveryDamagedByteOfAnUnflushedFrame()
    {
        PartitionLog log = Filled(10, flush: true);
        long durable = EndOf(log);
        log.AppendBatch(records: 2);
        log.WritePending();
        byte[] whole = _storage.Disk.ReadAllBytes(Active())[..(int)EndOf(log)];
        byte[] index = _storage.Disk.ReadAllBytes(SegmentName.IndexPathOf(Active()));

        for (long position = durable; position < whole.Length; position++)
        {
            _storage.Disk.ReplaceDurably(Active(), whole);
            _storage.Disk.ReplaceDurably(SegmentName.IndexPathOf(Active()), index);
            _storage.Damage(Active(), position);
            _storage.Restart();
            Assert.That(_storage.Open(Options).LastIndex, Is.EqualTo(new LogIndex(10)), $"Damaged at {position}.");
        }
    }

    [Test]
    public void Open_ReportsAFlippedBit_InWhatHadBeenFlushed()
    {
        long end = EndOf(Filled(4, flush: true));
        string file = Active();

        // Behind the last signpost: what is before it, opening does not read.
        long scanned = _storage.Disk.ReadAllBytes(SegmentName.IndexPathOf(file)).Length > 0 ? LastSignpost(file) : SegmentHeader.Size;
        for (long position = scanned; position < end; position++)
        {
            _storage.Damage(file, position);
            LogCorruptException? reported = Assert.Throws<LogCorruptException>(() => _storage.Open(Options), $"Damaged at {position}.");
            Assert.That(reported!.File, Is.EqualTo(file));
            Assert.That(reported.Position, Is.LessThanOrEqualTo(position));
            _storage.Damage(file, position);
        }

        Assert.That(_storage.Open(Options).LastIndex, Is.EqualTo(new LogIndex(4)), "The reports changed something.");
    }

    [Test]
    public void Read_ReportsAFlippedBit_InASealedSegment()
    {
        Filled(100, flush: true).Dispose();
        string file = _storage.Files(".log")[0];
        _storage.Damage(file, 1000);
        _storage.Restart();
        using PartitionLog log = _storage.Open(Options);

        LogCorruptException? reported = Assert.Throws<LogCorruptException>(() => log.AllFrames(new LogIndex(1)));

        Assert.That(reported!.File, Is.EqualTo(file));
        Assert.That(reported.Position, Is.LessThanOrEqualTo(1000));
    }

    [Test]
    public void Open_ReportsDamage_InASealedSegmentWhoseIndexIsMissing()
    {
        Filled(100, flush: true).Dispose();
        string file = _storage.Files(".log")[0];
        _storage.Damage(file, 1000);
        _storage.Disk.DeleteFile(SegmentName.IndexPathOf(file));

        Assert.That(() => _storage.Open(Options), Throws.InstanceOf<LogCorruptException>().With.Property("File").EqualTo(file));
    }

    [Test]
    public void Open_ReportsAMissingSegment()
    {
        Filled(200, flush: true).Dispose();
        _storage.Disk.DeleteFile(_storage.Files(".log")[1]);

        Assert.That(() => _storage.Open(Options), Throws.InstanceOf<LogCorruptException>().With.Message.Contains("missing"));
    }

    [Test]
    public void Open_ReportsAFileThatLostDurableBytes_AtAFrameBoundary()
    {
        PartitionLog log = Filled(3, flush: true);
        long durable = EndOf(log);
        using (IFile file = _storage.Disk.Open(Active(), FileOpenMode.ReadWrite))
        {
            file.SetLength(durable - log.AllFrames(new LogIndex(3))[0].Length);
        }

        Assert.That(() => _storage.Open(Options), Throws.InstanceOf<LogCorruptException>().With.Message.Contains("had been flushed"));
    }

    [Test]
    public void Open_RebuildsEveryIndex_WhenTheyAreMissing()
    {
        List<byte[]> frames = FilledAndClosed(100);
        foreach (string index in _storage.Files(".index"))
        {
            _storage.Disk.DeleteFile(index);
        }

        AssertHolds(frames);
        Assert.That(_storage.Files(".index"), Has.Count.GreaterThan(1));
    }

    [Test]
    public void Open_RebuildsAnIndex_FromAnyDamagedByteOn()
    {
        List<byte[]> frames = FilledAndClosed(60);
        string index = _storage.Files(".index")[0];
        byte[] whole = _storage.Disk.ReadAllBytes(index);
        for (int position = 0; position < whole.Length; position++)
        {
            _storage.Disk.ReplaceDurably(index, whole);
            _storage.Damage(index, position);
            AssertHolds(frames);
        }
    }

    [Test]
    public void Open_DoesNotBelieveAnIndex_ThatPointsToTheWrongPlace()
    {
        Filled(20, flush: true).Dispose();
        List<byte[]> frames = Reopened().AllFrames(new LogIndex(1));
        string file = _storage.Files(".index")[0];
        byte[] bytes = _storage.Disk.ReadAllBytes(file);
        int last = bytes.Length - IndexRecord.Size;
        Assert.That(IndexRecord.TryRead(bytes.AsSpan(last), out IndexRecord record), Is.True);
        (record with { Kind = IndexRecordKind.Position, Position = record.Position - 7 }).Write(bytes.AsSpan(last));
        _storage.Disk.ReplaceDurably(file, bytes);

        AssertHolds(frames);
    }

    [Test]
    public void Open_DoesNotReadSealedSegments()
    {
        FilledAndClosed(200);
        string sealedFile = _storage.Files(".log")[0];
        _storage.Restart();
        _storage.Faults.Calls.Clear();

        using PartitionLog log = _storage.Open(Options);

        // The header, and nothing else.
        Assert.That(_storage.Faults.Calls.Count(call => call == ("read", sealedFile)), Is.EqualTo(1));
    }

    [Test]
    public void Open_DropsASegment_ThatWasBegunButNeverFlushed()
    {
        PartitionLog log = Filled(5, flush: true);
        log.Roll();
        using (IFile file = _storage.Disk.Open(Active(), FileOpenMode.ReadWrite))
        {
            file.SetLength(10);
        }

        _storage.Restart();
        using PartitionLog reopened = _storage.Open(Options);
        Assert.That(reopened.LastIndex, Is.EqualTo(new LogIndex(5)));
        Assert.That(_storage.Files(".log"), Has.Count.EqualTo(1));
    }

    [Test]
    public void Open_RefusesASegmentOfANewerFormat()
    {
        Filled(5, flush: true).Dispose();
        byte[] bytes = _storage.Disk.ReadAllBytes(Active());
        bytes[8] = 3;
        BitConverter.TryWriteBytes(bytes.AsSpan(12), Crc32C.Append(Crc32C.Compute(bytes.AsSpan(0, 12)), bytes.AsSpan(16, SegmentHeader.Size - 16)));
        _storage.Disk.ReplaceDurably(Active(), bytes);

        Assert.That(() => _storage.Open(Options), Throws.InstanceOf<NewerFormatException>().With.Message.Contains("version 3"));
    }

    [Test]
    public void Open_MakesWhatAKilledProcessWrote_Durable()
    {
        Filled(5, flush: false);
        _storage.Restart();
        using (PartitionLog log = _storage.Open(Options))
        {
            Assert.That(log.LastIndex, Is.EqualTo(new LogIndex(5)));
            _storage.LosePower();
        }

        Assert.That(_storage.Open(Options).LastIndex, Is.EqualTo(new LogIndex(5)));
    }

    [Test]
    public void NeverFlushedSegment_IsNotLostAlone_WhileALaterOneIsLeft([Values] bool isFirst, [Range(1, 20)] int tearing)
    {
        PartitionLog log = Filled(5, flush: !isFirst);
        log.Roll();
        if (!isFirst)
        {
            _storage.Flusher.FlushOnce();
        }

        for (int segment = 0; segment < 2; segment++)
        {
            log.AppendBatch();
            log.WritePending();
            log.Roll();
        }

        _storage.LosePower(new Random(tearing));

        PartitionLog reopened = _storage.Open(Options);
        Assert.That(reopened.FirstIndex, Is.EqualTo(new LogIndex(1)));
        Assert.That(reopened.LastIndex, Is.GreaterThanOrEqualTo(new LogIndex(isFirst ? 0 : 5)));
    }

    [Test]
    public void IndexOfATruncatedSegment_DoesNotSpeakForTheNextOneOfItsName([Range(1, 30)] int tearing)
    {
        PartitionLog log = Filled(5, flush: true);
        log.Roll();
        log.AppendBatch();
        log.WritePending();
        _storage.Flusher.FlushOnce();
        log.TruncateFrom(new LogIndex(5));
        for (int segment = 0; segment < 2; segment++)
        {
            log.AppendBatch();
            log.WritePending();
            log.Roll();
        }

        _storage.LosePower(new Random(tearing));

        Assert.That(_storage.Open(Options).LastIndex, Is.GreaterThanOrEqualTo(new LogIndex(4)));
    }

    private PartitionLog Filled(int entries, bool flush)
    {
        PartitionLog log = _storage.Open(Options);
        for (int i = 0; i < entries; i++)
        {
            log.AppendBatch(term: 1 + (i / 30));
            log.WritePending();
        }

        if (flush)
        {
            _storage.Flusher.FlushOnce();
        }

        return log;
    }

    private List<byte[]> FilledAndClosed(int entries)
    {
        using PartitionLog log = Filled(entries, flush: true);
        return log.AllFrames(new LogIndex(1));
    }

    private PartitionLog Reopened()
    {
        _storage.Restart();
        return _storage.Open(Options);
    }

    private void AssertHolds(List<byte[]> frames)
    {
        using PartitionLog log = Reopened();
        Assert.That(log.AllFrames(new LogIndex(1)), Is.EqualTo(frames));
        Assert.That(log.Epochs.Epochs.Select(epoch => epoch.Term.Value), Is.EqualTo(Enumerable.Range(1, (frames.Count + 29) / 30)));
    }

    private string Active() => _storage.Files(".log")[^1];

    // Where the frames of the active segment end; the file has zeros behind them.
    private static long EndOf(PartitionLog log) => log.Segments[^1].WrittenLength;

    private long LastSignpost(string file)
    {
        Assert.That(SegmentName.TryParse(Path.GetFileName(file), out LogIndex firstIndex, out Offset firstOffset), Is.True);
        using var index = new SegmentIndexFile(_storage.Disk, SegmentName.IndexPathOf(file), firstIndex, firstOffset);
        return index.Load()!.Records.LastOrDefault(record => record.Kind == IndexRecordKind.Position) is { Position: > 0 } signpost
            ? signpost.Position
            : SegmentHeader.Size;
    }
}
