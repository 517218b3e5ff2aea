using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>The zeros that are written ahead of small writes: when there are some, and that nobody ever takes them for anything.</summary>
public sealed class SpaceAheadTests
{
    private const int LargeWrite = 128 * 1024;

    private static readonly PartitionLogOptions Small = new() { SegmentBytes = 4096, IndexIntervalBytes = 300 };

    private TestStorage _storage = null!;

    [SetUp]
    public void CreateStorage() => _storage = new TestStorage();

    [Test]
    public void SmallWrites_GoToWhereZerosStand_AndSeldomMakeTheFileLonger()
    {
        using PartitionLog log = _storage.Open();
        var lengths = new HashSet<long>();

        for (int i = 0; i < 1000; i++)
        {
            Write(log);
            Assert.That(Length(), Is.GreaterThanOrEqualTo(log.SizeInBytes));
            lengths.Add(Length());
        }

        Assert.That(lengths, Has.Count.LessThan(10), "as much again each time");
    }

    [Test]
    public void LogOfOneSmallBatch_TakesAFewBlocks()
    {
        using PartitionLog log = _storage.Open();

        Write(log);

        Assert.That(Length(), Is.LessThanOrEqualTo(3 * 4096));
    }

    [Test]
    public void Zeros_AreAQuarterOfAMebibyteAtMost_AndNeverBeyondTheLengthOfASegment()
    {
        var options = new PartitionLogOptions { SegmentBytes = 1_000_000 };
        using PartitionLog log = _storage.Open(options);

        while (log.SizeInBytes < options.SegmentBytes - 2000)
        {
            Write(log, valueBytes: 1000);
            Assert.That(Length(), Is.LessThanOrEqualTo(Math.Min(options.SegmentBytes, log.SizeInBytes + (256 * 1024))));
        }
    }

    [Test]
    public void LargeWrites_GetNone()
    {
        using PartitionLog log = _storage.Open();

        Write(log, valueBytes: LargeWrite);

        Assert.That(Length(), Is.EqualTo(log.SizeInBytes));
    }

    [Test]
    public void LogThatIsFlushedNowAndThen_GetsNone()
    {
        using PartitionLog log = _storage.Open(new PartitionLogOptions { Flush = FlushMode.Interval });

        Write(log);

        Assert.That(Length(), Is.EqualTo(log.SizeInBytes));
    }

    [Test]
    public void Zeros_AreGivenBack_WhenTheSegmentIsComplete_AndWhenTheLogIsClosed()
    {
        PartitionLog log = _storage.Open(Small);
        Write(log);
        log.Roll();
        long first = log.Segments[0].WrittenLength;
        Write(log);
        long second = log.Segments[1].WrittenLength;

        log.Dispose();

        Assert.That(_storage.Files(".log").Select(Length), Is.EqualTo(new[] { first, second }));
    }

    [Test]
    public void FullDisk_ThatHasNoRoomForZeros_TakesTheRecordsStill()
    {
        using PartitionLog log = _storage.Open();
        _storage.Faults.Before = (operation, path) =>
        {
            if (operation == "write" && path.EndsWith(SegmentName.LogSuffix, StringComparison.Ordinal) && _storage.Faults.Calls.Count(call => call == ("write", path)) % 2 == 1)
            {
                throw new IOException("No space left on device");
            }
        };

        Write(log);

        Assert.That(log.Failure, Is.Null);
        Assert.That(log.AllFrames(new LogIndex(1)), Has.Count.EqualTo(1));
    }

    [Test]
    public void FullDisk_ThatHasRoomForSomeZeros_LeavesNoneOfThem_WhenTheLogIsClosed()
    {
        _storage = new TestStorage(capacityBytes: 6 * 4096);
        PartitionLog log = _storage.Open();
        while (log.Failure is null && Length() < 4 * 4096)
        {
            Write(log, valueBytes: 1000);
        }

        Assert.That(log.Failure, Is.Null);
        Assert.That(Length() % 4096, Is.Zero, "the zeros end with the last page that there was");

        log.Dispose();

        Assert.That(Length(), Is.EqualTo(log.SizeInBytes));
    }

    [Test]
    public void KilledProcess_LeavesZeros_WhichTheNextStartCutsWithoutAWordOrAFlush()
    {
        PartitionLog log = _storage.Open(Small);
        Write(log);
        _storage.Flusher.FlushOnce();
        long end = log.SizeInBytes;
        _storage.Restart();
        _storage.Faults.Calls.Clear();
        var words = new RecordingLogger();

        using PartitionLog reopened = PartitionLog.Open(
            new StorageContext(_storage.Faults, _storage.Flusher, _storage.Cache, words), TestStorage.LogPath, Small);

        Assert.That(reopened.LastIndex, Is.EqualTo(new LogIndex(1)));
        Assert.That(Length(), Is.EqualTo(end));
        Assert.That(words.Lines, Is.Empty);
        Assert.That(_storage.Faults.Calls, Has.None.EqualTo(("flush", Active())), "a thousand replicas would each wait for the disk");
    }

    [Test]
    public void ProcessKilledBehindARoll_LeavesNoZerosThatAPowerLossBringsBack()
    {
        PartitionLog log = _storage.Open(Small);
        Write(log);
        _storage.Flusher.FlushOnce();
        log.Roll();
        Write(log);
        _storage.Restart();
        log = _storage.Open(Small);
        Write(log);
        _storage.Flusher.FlushOnce();

        _storage.LosePower();

        Assert.That(_storage.Open(Small).LastIndex, Is.EqualTo(new LogIndex(3)));
    }

    [Test]
    public void ZerosWhereSomethingHadBeenFlushed_AreDamage()
    {
        PartitionLog log = _storage.Open(Small);
        Write(log);
        _storage.Flusher.FlushOnce();
        using (IFile file = _storage.Disk.Open(Active(), FileOpenMode.ReadWrite))
        {
            file.Write(SegmentHeader.Size, new byte[log.SizeInBytes - SegmentHeader.Size]);
        }

        _storage.Restart();

        Assert.That(() => _storage.Open(Small), Throws.InstanceOf<LogCorruptException>());
    }

    [Test]
    public void VerifyingAndShowingAFileWithZeros_SayNothingOfThem()
    {
        PartitionLog log = _storage.Open(Small);
        Write(log);
        _storage.Flusher.FlushOnce();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Length(), Is.GreaterThan(log.SizeInBytes));
            Assert.That(SegmentDump.Read(_storage.Disk, Active()).Select(frame => frame.Problem), Is.EqualTo(new string?[] { null }));
            Assert.That(LogVerifier.Verify(_storage.Disk, TestStorage.LogPath).Findings.Where(finding => finding.File == Active()), Is.Empty);
        }
    }

    private static void Write(PartitionLog log, int valueBytes = 10)
    {
        log.AppendBatch(valueBytes: valueBytes);
        log.WritePending();
    }

    private string Active() => _storage.Files(".log")[^1];

    private long Length() => Length(Active());

    private long Length(string path)
    {
        using IFile file = _storage.Disk.Open(path, FileOpenMode.Read);
        return file.Length;
    }
}
