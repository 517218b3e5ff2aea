using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>Reads of a log that has holes.</summary>
public sealed class CompactionReadTests
{
    private TestStorage _storage = null!;
    private PartitionLog _log = null!;

    [SetUp]
    public void Begin()
    {
        _storage = new TestStorage(cacheBytes: 0);
        _log = _storage.Open(new PartitionLogOptions { SegmentBytes = 4096, IndexIntervalBytes = 100 });
        for (int i = 0; i < 100; i++)
        {
            _log.AppendKeyed([(i % 10 == 0 ? $"kept-{i}" : "often", $"value {i}")], timestampMs: 1000 + i);
        }

        _log.WritePending();
        _log.Roll();
        _log.AppendKeyed([("often", "the last")], timestampMs: 5000);
        _log.WritePending();
    }

    [TearDown]
    public void End() => _log.Dispose();

    [Test]
    public void Fetch_FromWithinAHole_BeginsBehindIt()
    {
        _log.Compact();

        Assert.That(_log.Records(new Offset(15)).Select(record => record.Offset.Value), Is.EqualTo(new long[] { 20, 30, 40, 50, 60, 70, 80, 90, 99, 100 }));
        Assert.That(_log.LogEndOffset, Is.EqualTo(new Offset(101)));
    }

    [Test]
    public void Fetch_FromWithinAHole_IsTheSameAfterReopening_WithAndWithoutTheIndex([Values] bool withIndex)
    {
        _log.Compact();
        List<KeyedRecord> before = _log.Records();
        _storage.Flusher.FlushOnce();
        _log.Dispose();
        if (!withIndex)
        {
            foreach (string index in _storage.Files(".index").SkipLast(1))
            {
                _storage.Disk.DeleteFile(index);
            }
        }

        _log = _storage.Open(_log.Options);

        Assert.That(_log.Records(), Is.EqualTo(before));
        Assert.That(_log.CleanedUpTo, Is.EqualTo(new LogIndex(100)));
    }

    [Test]
    public void ReaderOfAnOldSegment_ReadsOnInIt()
    {
        using LogCursor cursor = _log.OpenCursor(_log.FirstIndex);
        cursor.MoveNext(_log.LastIndex);
        using var slices = new LogSlices();
        _log.ReadBatches(Offset.Zero, _log.LogEndOffset, 1 << 20, atLeastOne: true, slices);
        byte[] before = new byte[slices.TotalBytes];
        slices.CopyTo(before);

        _log.Compact();

        byte[] after = new byte[slices.TotalBytes];
        slices.CopyTo(after);
        Assert.That(after, Is.EqualTo(before));
        while (cursor.MoveNext(_log.LastIndex))
        {
        }

        Assert.That(cursor.Current.Header.Index, Is.EqualTo(_log.LastIndex));
    }

    [Test]
    public void WhatWasCached_IsNotReadAnyMore()
    {
        var storage = new TestStorage(cacheBytes: 1 << 20);
        using PartitionLog log = storage.Open(new PartitionLogOptions());
        log.AppendKeyed([("key", "old")]);
        log.AppendKeyed([("key", "new")]);
        log.WritePending();
        log.Roll();
        log.AppendContent(EntryKind.NoOp);
        log.WritePending();

        log.Compact();

        Assert.That(log.Records().Select(record => record.Value), Is.EqualTo(new[] { "new" }));
    }

    [Test]
    public void WhatIsBehindTheCleanedSegments_StaysInMemory_WrittenOrNot()
    {
        var storage = new TestStorage(cacheBytes: 1 << 20);
        using PartitionLog log = storage.Open(new PartitionLogOptions());
        log.AppendKeyed([("key", "old")]);
        log.AppendKeyed([("key", "new")]);
        log.WritePending();
        log.Roll();
        log.AppendKeyed([("key", "written")]);
        log.WritePending();
        log.AppendKeyed([("key", "waits")]);

        log.Compact();
        storage.Faults.Calls.Clear();

        Assert.That(log.AllFrames(new LogIndex(3)), Has.Count.EqualTo(2));
        Assert.That(storage.Faults.Calls, Is.Empty);
        log.WritePending();
        Assert.That(log.Records().Select(record => record.Value), Is.EqualTo(new[] { "new", "written", "waits" }));
    }

    [Test]
    public void FramesOfACleanedSegment_AreForNoFollower()
    {
        _log.Compact();

        using var slices = new LogSlices();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_log.CleanedUpTo, Is.EqualTo(new LogIndex(100)));
            Assert.That(_log.LastIndexWithin(new LogIndex(100), 1 << 20, out _), Is.EqualTo(new LogIndex(99)));
            Assert.That(_log.LastIndexWithin(new LogIndex(101), 1 << 20, out _), Is.EqualTo(new LogIndex(101)));
            Assert.That(_log.ReadFrames(new LogIndex(1), new LogIndex(101), 1 << 20, slices).IsEmpty, Is.True);
            Assert.That(_log.ReadFrames(new LogIndex(101), new LogIndex(101), 1 << 20, slices).Last, Is.EqualTo(new LogIndex(101)));
        }
    }

    [Test]
    public void LogThatEndsWithACleanedSegment_GoesOnInANewOne()
    {
        _log.Compact();
        _storage.Flusher.FlushOnce();
        _log.Dispose();

        // As a crash leaves it when the active segment was never flushed.
        string active = _storage.Files(".log")[^1];
        _storage.Disk.DeleteFile(active);
        _log = _storage.Open(_log.Options);

        Assert.That(_log.LastIndex, Is.EqualTo(new LogIndex(100)));
        _log.AppendKeyed([("often", "anew")]);
        _log.WritePending();
        Assert.That(_log.Records()[^1], Is.EqualTo(new KeyedRecord(new Offset(100), "often", "anew", 1000)));
    }

    [Test]
    public void DamagedHole_IsReported()
    {
        _log.Compact();
        _storage.Flusher.FlushOnce();
        string cleaned = _storage.Files(".log")[0];
        DumpedFrame hole = SegmentDump.Read(_storage.Disk, cleaned).First(frame => frame.Header.Kind == EntryKind.Hole);

        _storage.Damage(cleaned, hole.Position + FrameHeader.Size + 2);

        Assert.That(() => _log.Records(), Throws.InstanceOf<LogCorruptException>());
        Assert.That(SegmentDump.Read(_storage.Disk, cleaned).Count(frame => frame.Problem is not null), Is.GreaterThan(0));
    }

    [Test]
    public void HoleFromAPeer_IsRefused()
    {
        byte[] frame = new byte[HoleFrame.Size];
        HoleFrame.Write(frame, new Term(1), new LogIndex(1), Offset.Zero, new LogIndex(5), new Offset(9));

        Assert.That(FrameCheck.Check(frame, out _), Is.EqualTo(FrameProblem.None));
        Assert.That(FrameCheck.CheckAll(frame, new LogIndex(1), out _), Is.Not.EqualTo(FrameProblem.None));
    }
}
