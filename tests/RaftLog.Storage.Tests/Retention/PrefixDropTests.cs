using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>What is below the agreed log start is neither read nor, later, there; what is above is as it was.</summary>
public sealed class PrefixDropTests
{
    private static readonly PartitionLogOptions Options = new() { SegmentBytes = 4096, IndexIntervalBytes = 300 };
    private static readonly byte[] Configuration = [1, 2, 3];

    private TestStorage _storage = null!;
    private PartitionLog _log = null!;

    [SetUp]
    public void OpenLog()
    {
        _storage = new TestStorage();
        _log = _storage.Open(Options);
    }

    [TearDown]
    public void CloseLog() => _log.Dispose();

    [Test]
    public void LogStart_IsSeenAtOnce_ThoughTheFilesAreStillThere()
    {
        Append(100);
        _log.AdvanceLogStart(new Offset(40));

        using var slices = new LogSlices();
        Assert.That(_log.LogStartOffset, Is.EqualTo(new Offset(40)));
        Assert.That(_log.FirstOffset, Is.EqualTo(Offset.Zero));
        Assert.That(_log.ReadBatches(new Offset(39), _log.LogEndOffset, 1 << 20, true, slices).Status, Is.EqualTo(ReadStatus.BelowStart));
        Assert.That(_log.ReadBatches(new Offset(40), _log.LogEndOffset, 1 << 20, true, slices).Status, Is.EqualTo(ReadStatus.Ok));
        Assert.That(_log.EndOffsetAt(LogIndex.Zero), Is.EqualTo(Offset.Zero), "Indexes know nothing of the log start.");
    }

    [Test]
    public void LogStart_DoesNotGoBack()
    {
        Append(10);
        _log.AdvanceLogStart(new Offset(7));
        _log.AdvanceLogStart(new Offset(3));

        Assert.That(_log.LogStartOffset, Is.EqualTo(new Offset(7)));
    }

    [Test]
    public void SearchByTime_FindsNothingBelowTheLogStart()
    {
        foreach (long timestamp in new long[] { 100, 900, 200, 300, 250 })
        {
            _log.AppendBatch(timestampMs: timestamp);
        }

        _log.WritePending();
        _log.AdvanceLogStart(new Offset(2));

        Assert.That(_log.OffsetForTimestamp(0, _log.LogEndOffset)?.Offset, Is.EqualTo(new Offset(2)));
        Assert.That(_log.OffsetForTimestamp(301, _log.LogEndOffset), Is.Null);
        Assert.That(_log.OffsetOfMaxTimestamp(_log.LogEndOffset)?.Timestamp, Is.EqualTo(300));
    }

    [Test]
    public void SearchByTime_LooksIntoTheBatchThatTheLogStartCuts()
    {
        _log.AppendBatch(records: 5, timestampMs: 1000);
        _log.WritePending();
        _log.AdvanceLogStart(new Offset(3));

        Assert.That(_log.OffsetForTimestamp(0, _log.LogEndOffset)?.Offset, Is.EqualTo(new Offset(3)));
        Assert.That(_log.OffsetOfMaxTimestamp(_log.LogEndOffset)?.Offset, Is.EqualTo(new Offset(4)));
    }

    [Test]
    public void OnlyWholeSegments_ThatAreCommitted_CanGo()
    {
        Append(100);
        LogIndex second = _log.DescribeSegments()[1].FirstIndex;
        LogIndex third = _log.DescribeSegments()[2].FirstIndex;

        _log.AdvanceLogStart(new Offset(third.Value - 2));
        Assert.That(_log.FirstIndexAfterDrop(_log.LastIndex), Is.EqualTo(second), "The second segment holds a record above the start.");

        _log.AdvanceLogStart(new Offset(third.Value - 1));
        Assert.That(_log.FirstIndexAfterDrop(_log.LastIndex), Is.EqualTo(third));
        Assert.That(_log.FirstIndexAfterDrop(third.Previous()), Is.EqualTo(third));
        Assert.That(_log.FirstIndexAfterDrop(third.Previous().Previous()), Is.EqualTo(second));

        _log.AdvanceLogStart(_log.LogEndOffset);
        Assert.That(_log.FirstIndexAfterDrop(_log.LastIndex), Is.EqualTo(_log.DescribeSegments()[^1].FirstIndex), "Never the active one.");
    }

    [Test]
    public void Drop_KeepsTheRestAsItWas_AndIsRememberedByTheNextOpen()
    {
        Append(60, term: 1);
        _log.AppendContent(EntryKind.Configuration, term: 2);
        Append(60, term: 2);
        List<byte[]> before = _log.AllFrames(new LogIndex(1));

        Drop(new Offset(50));
        LogIndex first = _log.FirstIndex;
        Check(before);
        _log.Dispose();
        _log = _storage.Open(Options);

        Assert.That(_log.FirstIndex, Is.EqualTo(first));
        Assert.That(_log.LogStartOffset, Is.EqualTo(new Offset(50)));
        Assert.That(_log.Checkpoint!.Configuration.ToArray(), Is.EqualTo(Configuration));
        Assert.That(_log.ConfigurationIndexes, Is.EqualTo(new[] { new LogIndex(61) }));
        Assert.That(_log.Epochs.TermAt(first), Is.EqualTo(new Term(1)));
        Check(before);
    }

    [Test]
    public void Drop_OfAllRecords_LeavesALogThatGoesOn()
    {
        Append(100);
        _log.Roll();
        Drop(_log.LogEndOffset);
        Assert.That(_log.FirstIndex, Is.EqualTo(new LogIndex(101)));
        Assert.That(_log.LastTerm, Is.EqualTo(new Term(1)));

        _storage.LosePower();
        _log = _storage.Open(Options);

        FrameHeader next = _log.AppendBatch(term: 1);
        _log.WritePending();
        Assert.That((next.Index, next.BaseOffset), Is.EqualTo((new LogIndex(101), new Offset(100))));
    }

    [Test]
    public void Commands_AreFoundAgain_ByIndexAndByScan([Values] bool losesIndex)
    {
        Append(10);
        _log.AppendContent(EntryKind.Command, content: [1]);
        Append(200);
        _log.AppendContent(EntryKind.Command, content: [2]);
        _log.WritePending();
        Assert.That(_log.CommandIndexes, Is.EqualTo(new[] { new LogIndex(11), new LogIndex(212) }));
        _log.Dispose();
        if (losesIndex)
        {
            _storage.Disk.DeleteFile(_storage.Files(".index")[0]);
        }

        _log = _storage.Open(Options);

        Assert.That(_log.CommandIndexes, Is.EqualTo(new[] { new LogIndex(11), new LogIndex(212) }));
        _log.TruncateFrom(new LogIndex(212));
        Assert.That(_log.CommandIndexes, Is.EqualTo(new[] { new LogIndex(11) }));
    }

    [Test]
    public void LogOfCommandsOnly_DoesNotListThem()
    {
        using PartitionLog log = _storage.Open(Options with { FindsCommands = false }, "/data/commands");
        log.AppendContent(EntryKind.Command, content: [1]);
        log.WritePending();

        Assert.That(log.CommandIndexes, Is.Empty);
    }

    [Test]
    public void Producers_OutliveTheirBatches_ThoughTheSnapshotFilesAreLost()
    {
        Append(producer: 7, sequence: 0);
        Append(100);
        Append(producer: 8, sequence: 0);
        Drop(new Offset(90));
        Append(producer: 8, sequence: 1);
        _log.Dispose();
        foreach (string snapshot in _storage.Files(".producers"))
        {
            _storage.Disk.DeleteFile(snapshot);
        }

        _log = _storage.Open(Options);

        Assert.That(_log.Producers.Check(Batches.IdempotentHeader(7, 0, 0)).Status, Is.EqualTo(ProducerCheckStatus.Duplicate));
        Assert.That(_log.Producers.Check(Batches.IdempotentHeader(7, 0, 1)).Status, Is.EqualTo(ProducerCheckStatus.Accepted));
        Assert.That(_log.Producers.Check(Batches.IdempotentHeader(8, 0, 1)).Status, Is.EqualTo(ProducerCheckStatus.Duplicate));
    }

    [Test]
    public void Checkpoint_HoldsProducersAsOfTheCommit_NotWhatCanStillBeTruncated()
    {
        Append(producer: 7, sequence: 0);
        Append(100);
        LogIndex committed = _log.LastIndex;
        Append(producer: 7, sequence: 1);
        _log.AdvanceLogStart(new Offset(60));
        Assert.That(_log.TryDropPrefix(_log.FirstIndexAfterDrop(committed), committed, Configuration), Is.True);
        _log.TruncateFrom(committed.Next());
        _log.Dispose();
        foreach (string snapshot in _storage.Files(".producers"))
        {
            _storage.Disk.DeleteFile(snapshot);
        }

        _log = _storage.Open(Options);

        Assert.That(_log.Producers.Check(Batches.IdempotentHeader(7, 0, 1)).Status, Is.EqualTo(ProducerCheckStatus.Accepted));
    }

    [Test]
    public void Drop_Waits_WhileAProducerHasMoreInFlightThanTellsHowItStood()
    {
        Append(producer: 7, sequence: 0);
        Append(100);
        LogIndex committed = _log.LastIndex;
        for (int sequence = 1; sequence < 8; sequence++)
        {
            Append(producer: 7, sequence);
        }

        _log.AdvanceLogStart(new Offset(60));
        LogIndex first = _log.FirstIndexAfterDrop(committed);

        Assert.That(_log.TryDropPrefix(first, committed, Configuration), Is.False);
        Assert.That(_log.FirstIndex, Is.EqualTo(new LogIndex(1)));
        Assert.That(_log.TryDropPrefix(first, _log.LastIndex, Configuration), Is.True);
    }

    [Test]
    public void EntriesThatWaited_AreReportedAsPersisted_AfterADrop()
    {
        Append(100);
        _storage.Flusher.FlushOnce();
        _storage.Listener.Logs.Clear();
        _log.AppendBatch();
        Drop(new Offset(60));

        _log.WritePending();
        _storage.Flusher.FlushOnce();

        Assert.That(_storage.Listener.Logs[^1], Is.EqualTo((_log, new LogIndex(101), new Term(1))));
    }

    [Test]
    public void Drop_IsNotDone_WhenItsFirstSegmentWasCompactedIntoAnother_AndCanBePlannedAgain()
    {
        Append(200);
        _storage.Flusher.FlushOnce();
        _log.AdvanceLogStart(new Offset(60));
        PrefixDrop drop = _log.PlanDrop(_log.FirstIndexAfterDrop(_log.LastIndex), _log.LastIndex, Configuration)!;
        drop.Prepare();
        _log.Compact();
        LogIndex before = _log.FirstIndex;

        Assert.That(_log.CompleteDrop(drop), Is.False);
        Assert.That((_log.FirstIndex, _log.Checkpoint), Is.EqualTo((before, (LogCheckpoint?)null)));
        _log.Dispose();
        _log = _storage.Open(Options);
        Assert.That((_log.FirstIndex, _log.LogEndOffset), Is.EqualTo((before, new Offset(200))));
        Assert.That(_storage.Files(".tmp"), Is.Empty);
    }

    [Test]
    public void DamagedCheckpoint_IsDamageOfTheLog()
    {
        Append(100);
        Drop(new Offset(60));
        _log.Dispose();
        _storage.Damage($"{TestStorage.LogPath}/{LogCheckpointFile.Name}", 40);

        Assert.That(() => _storage.Open(Options), Throws.TypeOf<LogCorruptException>());
    }

    [Test]
    public void MissingFirstSegment_IsDamage_AndNothingElseIsTouched()
    {
        Append(100);
        Drop(new Offset(60));
        _log.Dispose();
        _storage.Disk.DeleteFile(_storage.Files(".log")[0]);
        IReadOnlyList<string> left = _storage.Files("");

        Assert.That(() => _storage.Open(Options), Throws.TypeOf<LogCorruptException>());
        Assert.That(_storage.Files(""), Is.EqualTo(left));
    }

    private void Append(int count, int term = 1)
    {
        for (int i = 0; i < count; i++)
        {
            _log.AppendBatch(term);
        }

        _log.WritePending();
    }

    private void Append(long producer, int sequence)
    {
        _log.StampAndAppend(Batches.IdempotentFrame(producer, 0, sequence), EntryKind.Data, new Term(1));
        _log.WritePending();
    }

    /// <summary>It has read the first segment, and what comes next in the log is no longer what it wants next.</summary>
    [Test]
    public void ReaderWhoseNextSegmentIsDroppedMeanwhile_GetsWhatItHasRead()
    {
        _storage = new TestStorage(cacheBytes: 0);
        using PartitionLog log = _storage.Open(Options);
        _log = log;
        Append(100);
        LogIndex third = log.DescribeSegments()[2].FirstIndex;
        string first = _storage.Files(".log").Order(StringComparer.Ordinal).First();
        bool isDropped = false;
        _storage.Faults.Before = (operation, path) =>
        {
            if (operation == "read" && path == first && !isDropped)
            {
                isDropped = true;
                Drop(new Offset(third.Value - 1));
            }
        };

        using var slices = new LogSlices();
        ReadStatus status = log.ReadBatches(Offset.Zero, log.LogEndOffset, 1 << 20, true, slices).Status;

        Assert.That((isDropped, status), Is.EqualTo((true, ReadStatus.Ok)));
        Assert.That(slices.TotalBytes, Is.GreaterThan(0));
    }

    private void Drop(Offset start)
    {
        _log.AdvanceLogStart(start);
        LogIndex first = _log.FirstIndexAfterDrop(_log.LastIndex);
        Assert.That(_log.TryDropPrefix(first, _log.LastIndex, Configuration), Is.True);
        Assert.That(_log.FirstIndex, Is.EqualTo(first).And.GreaterThan(new LogIndex(1)));
        _log.RemoveLeftovers();
        Assert.That(_storage.Files(".log"), Has.Count.EqualTo(_log.DescribeSegments().Length));
    }

    private void Check(List<byte[]> before) =>
        Assert.That(_log.AllFrames(_log.FirstIndex), Is.EqualTo(before[(int)(_log.FirstIndex.Value - 1)..]));
}
