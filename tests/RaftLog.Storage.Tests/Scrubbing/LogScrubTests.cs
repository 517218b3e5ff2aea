using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>Scrubbing reads every committed sealed segment, takes its time, and believes in damage only when it sees it twice.</summary>
public sealed class LogScrubTests
{
    private const int PieceBytes = 1000;
    private static readonly LogIndex Everything = new(long.MaxValue);

    private TestStorage _storage = null!;
    private PartitionLog _log = null!;

    [SetUp]
    public void OpenLog()
    {
        _storage = new TestStorage(cacheBytes: 0);
        _log = _storage.Open(ReplicaOnDisk.Options);
        for (int i = 0; i < 100; i++)
        {
            _log.AppendBatch(term: 1 + (i / 40), records: 2, valueBytes: 100);
            _log.WritePending();
        }

        _storage.Flusher.FlushOnce();
        Assert.That(_log.Segments, Has.Length.GreaterThan(4));
    }

    [TearDown]
    public void CloseLog() => _log.Dispose();

    [Test]
    public void Pass_ReadsAllSealedSegments_InSmallPieces()
    {
        List<ScrubStep> steps = Steps(Everything);

        Assert.That(steps.Sum(step => step.Bytes), Is.EqualTo(_log.Segments[..^1].Sum(segment => segment.AppendPosition - SegmentHeader.Size)));
        Assert.That(steps.Max(step => step.Bytes), Is.LessThan(2 * PieceBytes));
        Assert.That(steps.Select(step => step.RebuiltIndex), Is.All.Null);
    }

    [Test]
    public void FlippedBit_AnywhereInASealedSegment_IsDamageThere()
    {
        string segment = _log.Segments[1].Path;
        long length = _log.Segments[1].AppendPosition;
        for (long position = 0; position < length; position += 17)
        {
            _storage.Damage(segment, position);

            LogCorruptException? damage = Assert.Throws<LogCorruptException>(() => Steps(Everything), $"Damaged at {position}.");
            Assert.That(damage!.File, Is.EqualTo(segment));
            Assert.That(damage.Position, Is.LessThanOrEqualTo(position));
            _storage.Damage(segment, position);
        }
    }

    [Test]
    public void DamageThatIsGoneAtTheSecondLook_WasNone()
    {
        LogSegment segment = _log.Segments[0];
        LogScrub scrub = _log.Scrub();
        _storage.Damage(segment.Path, 200);
        scrub.Step(PieceBytes, Everything);
        _storage.Damage(segment.Path, 200);

        long bytes = 0;
        ScrubStep step;
        do
        {
            step = scrub.Step(PieceBytes, Everything);
            bytes += step.Bytes;
        }
        while (!step.IsDone);

        Assert.That(bytes, Is.EqualTo(_log.Segments[..^1].Sum(one => one.AppendPosition - SegmentHeader.Size)));
    }

    [Test]
    public void SegmentsThatAreNotCommittedWholly_AreLeftAlone()
    {
        _storage.Damage(_log.Segments[1].Path, 200);

        Assert.That(() => Steps(_log.Segments[1].LastIndex.Previous()), Throws.Nothing);
        Assert.That(() => Steps(_log.Segments[1].LastIndex), Throws.InstanceOf<LogCorruptException>());
    }

    [Test]
    public void LastSealedSegment_IsRead_ThoughNoRecordCameAfterIt()
    {
        _log.Roll();
        LogSegment last = _log.Segments[^2];
        Assert.That(last.NextOffset, Is.EqualTo(_log.LogEndOffset));
        _storage.Damage(last.Path, last.AppendPosition - 1);

        Assert.That(() => Steps(last.LastIndex), Throws.InstanceOf<LogCorruptException>().With.Property("File").EqualTo(last.Path));
    }

    [Test]
    public void SegmentsOfCommands_AreCheckedUpToTheCommittedIndex()
    {
        LogSegment segment = _log.Segments[1];
        _storage.Damage(segment.Path, 200);

        Assert.That(() => Drain(_log.Scrub(), segment.LastIndex.Previous()), Throws.Nothing);
        Assert.That(() => Drain(_log.Scrub(), segment.LastIndex), Throws.InstanceOf<LogCorruptException>());
    }

    [Test]
    public void SegmentDroppedDuringThePass_IsNoDamage()
    {
        LogScrub scrub = _log.Scrub();
        scrub.Step(PieceBytes, Everything);

        _log.TruncatePrefix(_log.Segments[3].FirstIndex);

        while (!scrub.Step(PieceBytes, Everything).IsDone)
        {
        }
    }

    [Test]
    public void MissingSegmentFile_IsDamage()
    {
        // Closed first: a file that is open can be read although its name is gone.
        string segment = _log.Segments[1].Path;
        _log.Dispose();
        _storage.Restart();
        _log = _storage.Open(ReplicaOnDisk.Options);
        _storage.Disk.DeleteFile(segment);

        Assert.That(() => Steps(Everything), Throws.InstanceOf<LogCorruptException>().With.Message.Contains("missing"));
    }

    [TestCase(20)]
    [TestCase(100)]
    [TestCase(-10)]
    public void FlippedBit_InAnIndex_HasItRebuilt(int position)
    {
        LogSegment segment = _log.Segments[2];
        string index = segment.IndexFile.FilePath;
        byte[] sound = _storage.Disk.ReadAllBytes(index);
        _storage.Damage(index, position < 0 ? sound.Length + position : position);

        List<ScrubStep> steps = Steps(Everything);

        Assert.That(steps.Select(step => step.RebuiltIndex).OfType<string>(), Is.EqualTo(new[] { index }));
        Assert.That(_storage.Disk.ReadAllBytes(index)[64..], Is.EqualTo(sound[64..]));
        Assert.That(LogVerifier.Verify(_storage.Disk, TestStorage.LogPath).Findings, Is.Empty);
        Assert.That(_log.AllFrames(new LogIndex(1)), Has.Count.EqualTo(100));
    }

    [TestCase("manifest", ReplicaFileKind.Manifest)]
    [TestCase(".producers", ReplicaFileKind.ProducerState)]
    public void FlippedBit_InASmallFile_IsNamed(string suffix, ReplicaFileKind kind)
    {
        var storage = new TestStorage();
        string replica = ReplicaOnDisk.Write(storage);
        Assert.That(ReplicaFiles.Check(storage.Disk, replica), Is.Empty);
        string file = storage.Files(suffix, replica)[0];
        storage.Damage(file, 22);

        ReplicaFileProblem problem = ReplicaFiles.Check(storage.Disk, replica).Single();

        Assert.That(problem.Kind, Is.EqualTo(kind));
        Assert.That(problem.File, Is.EqualTo(file));
    }

    [Test]
    public void CleanedSegment_IsRead_ThoughNoRecordCameAfterIt()
    {
        _log.Roll();
        for (int i = 0; i < 20; i++)
        {
            _log.AppendKeyed([("a", $"{i}")], term: 3);
        }

        _log.WritePending();
        _log.Roll();
        _storage.Flusher.FlushOnce();
        Assert.That(_log.Compact(), Is.GreaterThan(0));
        _storage.Flusher.FlushOnce();
        LogSegment cleaned = _log.Segments[^2];
        Assert.That((cleaned.IsCleaned, cleaned.NextOffset), Is.EqualTo((true, _log.LogEndOffset)));
        _storage.Damage(cleaned.Path, cleaned.AppendPosition - 1);

        Assert.That(() => Steps(new LogIndex(0)), Throws.InstanceOf<LogCorruptException>().With.Property("File").EqualTo(cleaned.Path));
    }

    [Test]
    public void IndexThatTheFlusherHasYetToSeal_IsLeftToIt_AlsoWhereNothingWasWrittenSinceTheStart()
    {
        _log.Dispose();
        _log = _storage.Open(ReplicaOnDisk.Options);
        _log.Roll();

        Assert.That(Steps(Everything).Select(step => step.RebuiltIndex), Is.All.Null);
    }

    private List<ScrubStep> Steps(LogIndex committed)
    {
        LogScrub scrub = _log.Scrub();
        var steps = new List<ScrubStep>();
        do
        {
            steps.Add(scrub.Step(PieceBytes, committed));
        }
        while (!steps[^1].IsDone);

        return steps;
    }

    private static void Drain(LogScrub scrub, LogIndex committed)
    {
        while (!scrub.Step(PieceBytes, committed).IsDone)
        {
        }
    }
}
