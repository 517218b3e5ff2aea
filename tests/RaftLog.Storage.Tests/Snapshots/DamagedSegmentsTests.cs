using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>A damaged segment leaves a log when a snapshot stands for it, and its file is kept.</summary>
public sealed class DamagedSegmentsTests
{
    private static readonly PartitionLogOptions Options = new() { SegmentBytes = 4096, IndexIntervalBytes = 300 };

    private TestStorage _storage = null!;
    private PartitionLog _log = null!;
    private LogSegment[] _segments = null!;

    [SetUp]
    public void FillLog()
    {
        _storage = new TestStorage();
        _log = _storage.Open(Options);
        for (int i = 0; i < 400; i++)
        {
            _log.AppendContent(EntryKind.Command, term: 1);
            _log.WritePending();
        }

        _storage.Flusher.FlushOnce();
        _segments = _log.Segments;
        Assert.That(_segments, Has.Length.GreaterThan(2));
    }

    [TearDown]
    public void CloseLog() => _log.Dispose();

    [Test]
    public void SegmentOfAClosedLog_IsTakenOut_WithAllBeforeIt()
    {
        _log.Dispose();
        string damaged = _segments[1].Path;

        string? aside = DamagedSegments.TryTakeOut(_storage.Disk, TestStorage.LogPath, damaged, _segments[1].LastIndex);

        Assert.That(aside, Is.EqualTo(damaged + ".damaged-1"));
        Assert.That(_storage.Disk.FileExists(aside!), Is.True);
        _storage.LosePower();
        _log = _storage.Open(Options);
        Assert.That(_log.FirstIndex, Is.EqualTo(_segments[2].FirstIndex));
        Assert.That(_log.LastIndex, Is.EqualTo(_segments[^1].LastIndex));
    }

    [Test]
    public void SegmentBeyondTheSnapshot_OrTheLastOne_Stays()
    {
        _log.Dispose();

        Assert.That(DamagedSegments.TryTakeOut(_storage.Disk, TestStorage.LogPath, _segments[1].Path, _segments[1].LastIndex.Previous()), Is.Null);
        Assert.That(DamagedSegments.TryTakeOut(_storage.Disk, TestStorage.LogPath, _segments[^1].Path, new LogIndex(1_000)), Is.Null);
        Assert.That(DamagedSegments.TryTakeOut(_storage.Disk, TestStorage.LogPath, "/data/log/another.log", new LogIndex(1_000)), Is.Null);
        Assert.That(_storage.Files(".log"), Has.Count.EqualTo(_segments.Length));
    }

    [Test]
    public void DamagedSegmentOfAnOpenLog_IsKeptAside_WhereOthersAreDeleted()
    {
        _log.TruncatePrefix(_segments[2].FirstIndex, [_segments[1].Path]);

        Assert.That(_storage.Files(".damaged-1"), Is.EqualTo(new[] { _segments[1].Path + ".damaged-1" }));
        Assert.That(_storage.Files(".log"), Is.EqualTo(_segments[2..].Select(segment => segment.Path)));
        Assert.That(_log.LastIndexOf(_segments[1].Path), Is.Null);
        Assert.That(_log.LastIndexOf(_segments[2].Path), Is.EqualTo(_segments[2].LastIndex));
    }
}
