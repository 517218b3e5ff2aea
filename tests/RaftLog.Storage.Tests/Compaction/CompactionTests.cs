using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>What compaction keeps and what it removes.</summary>
public sealed class CompactionTests
{
    private static readonly IEnumerable<CompressionCodec> Codecs = Enum.GetValues<CompressionCodec>().Where(BatchCompression.IsAvailable);

    private TestStorage _storage = null!;
    private PartitionLog _log = null!;

    [SetUp]
    public void Begin()
    {
        _storage = new TestStorage(cacheBytes: 0);
        _log = _storage.Open(new PartitionLogOptions { SegmentBytes = 4096, IndexIntervalBytes = 200 });
    }

    [TearDown]
    public void End() => _log.Dispose();

    [Test]
    public void Compaction_KeepsTheLastRecordOfEachKey_WithItsOffsetAndTimestamp(
        [ValueSource(nameof(Codecs))] CompressionCodec codec)
    {
        List<KeyedRecord> written = AppendUpdates(batches: 60, keys: 7, codec);
        Seal();

        int installed = _log.Compact();

        Assert.That(installed, Is.GreaterThan(0));
        KeyedRecord[] expected = [.. written.GroupBy(record => record.Key).Select(group => group.Last()).OrderBy(record => record.Offset.Value)];
        Assert.That(_log.Records(), Is.EqualTo(expected));
    }

    [Test]
    public void CompactionThatCannotFinishASegment_LeavesNoFile()
    {
        AppendUpdates(batches: 60, keys: 7);
        Seal();
        _storage.Faults.Before = static (operation, path) =>
        {
            if (operation == "flush" && path.EndsWith(".tmp", StringComparison.Ordinal))
            {
                throw new IOException("No space left on device");
            }
        };

        Assert.Throws<IOException>(() => _log.Compact());

        Assert.That(_storage.Disk.EnumerateFiles(TestStorage.LogPath).Where(name => name.Contains(".tmp", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Compaction_LeavesWhatIsNotCommittedAndTheActiveSegmentAlone()
    {
        List<KeyedRecord> written = AppendUpdates(batches: 100, keys: 3);
        Seal();
        LogIndex commit = new(_log.LastIndex.Value / 2);

        _log.Compact(commit: commit);

        Assert.That(_log.CleanedUpTo, Is.GreaterThan(LogIndex.Zero).And.LessThanOrEqualTo(commit));
        Offset above = _log.EndOffsetAt(commit);
        Assert.That(_log.Records(above), Is.EqualTo(written.Where(record => record.Offset >= above)));
        Assert.That(KeyedLog.Latest(_log.Records()), Is.EqualTo(KeyedLog.Latest(written)));
    }

    /// <summary>What a command says everybody has can be cleaned by everybody, although each replica completes its segments at other places.</summary>
    [Test]
    public void RecordsBeforeACommand_MayBeCleaned_UpToTheCommand()
    {
        List<KeyedRecord> written = AppendUpdates(batches: 5, keys: 1);
        _log.AppendContent(EntryKind.Command, content: [1]);
        _log.WritePending();

        _log.Compact(commit: _log.LastIndex.Previous());

        Assert.That(_log.Records(), Is.EqualTo(written.TakeLast(1)));
    }

    [Test]
    public void Compaction_IsNotBegun_WhenNothingIsDirty()
    {
        AppendUpdates(batches: 40, keys: 3);
        Seal();
        _log.Compact();

        Assert.That(Begin(new CompactionOptions()), Is.Null);
        Assert.That(_log.MeasureCompaction(new CompactionOptions(), _log.LastIndex, _log.LogEndOffset, KeyedLog.NowMs).DirtyBytes, Is.Zero);
    }

    [Test]
    public void Compaction_TakesSeveralPasses_WhenTheKeysDoNotFit()
    {
        List<KeyedRecord> written = AppendUpdates(batches: 100, keys: 200);
        Seal();
        int passes = 0;
        while (_log.MeasureCompaction(new CompactionOptions(), _log.LastIndex, _log.LogEndOffset, KeyedLog.NowMs).DirtyBytes > 0)
        {
            _log.Compact(mapBytes: 64 * KeyOffsetMap.SlotBytes);
            Assert.That(++passes, Is.LessThan(100));
        }

        Assert.That(passes, Is.GreaterThan(1));
        Assert.That(_log.Records(), Is.EqualTo(written.GroupBy(record => record.Key).Select(group => group.Last()).OrderBy(record => record.Offset.Value)));
    }

    [Test]
    public void Compaction_MergesSmallSegments()
    {
        AppendUpdates(batches: 200, keys: 5);
        Seal();
        int before = _storage.Files(".log").Count;

        _log.Compact();
        AppendUpdates(batches: 20, keys: 5);
        Seal();
        _log.Compact();

        Assert.That(before, Is.GreaterThan(5));
        Assert.That(_storage.Files(".log"), Has.Count.LessThanOrEqualTo(3));
    }

    [Test]
    public void Tombstone_StaysUntilItsHorizon_AndThenGoes()
    {
        var options = new CompactionOptions { DeleteRetention = TimeSpan.FromSeconds(10) };
        _log.AppendKeyed([("a", "1"), ("b", "1")]);
        _log.AppendKeyed([("a", null)]);
        Seal();

        _log.Compact(options);
        Assert.That(_log.Records().Select(record => (record.Key, record.Value)), Is.EqualTo(new[] { ("b", "1"), ("a", (string?)null) }));
        Assert.That(_log.Records()[1].TimestampMs, Is.EqualTo(1000), "The timestamp is another one now.");

        // Not yet, a horizon that a restart does not move.
        Reopen();
        AppendOther(5000);
        _log.Compact(options, nowMs: KeyedLog.NowMs + 9_999);
        Assert.That(_log.Records().Any(record => record.Key == "a"), Is.True);

        AppendOther(6000);
        _log.Compact(options, nowMs: KeyedLog.NowMs + 10_000);
        Assert.That(_log.Records().Any(record => record.Key == "a"), Is.False);
        Assert.That(KeyedLog.Latest(_log.Records()), Does.ContainKey("b"));
    }

    [Test]
    public void Tombstone_ThatAPassDidNotReach_GetsNoHorizon()
    {
        _log.AppendKeyed([.. Enumerable.Range(0, 60).Select(i => ((string?)$"k{i}", (string?)"1"))]);
        _log.AppendKeyed([("k1", null)]);
        Seal();

        // The map takes 48 keys: the pass ends within the first batch.
        _log.Compact(new CompactionOptions { DeleteRetention = TimeSpan.Zero }, mapBytes: 64 * KeyOffsetMap.SlotBytes);

        Assert.That(KeyedLog.Latest(_log.Records()), Does.Not.ContainKey("k1"));
        _log.Compact(new CompactionOptions { DeleteRetention = TimeSpan.Zero });
        AppendOther(1000);
        _log.Compact(new CompactionOptions { DeleteRetention = TimeSpan.Zero }, nowMs: KeyedLog.NowMs + 1);
        Assert.That(_log.Records().Any(record => record.Key == "k1"), Is.False);
    }

    [Test]
    public void Records_WithoutAKey_Stay()
    {
        List<KeyedRecord> kept = _log.AppendKeyed([(null, "1"), (null, "2")]);
        kept.AddRange(_log.AppendKeyed([("a", "3")]));
        Seal();

        _log.Compact();

        Assert.That(_log.Records(), Is.EqualTo(kept));
    }

    [Test]
    public void OtherEntries_Stay()
    {
        _log.AppendContent(EntryKind.NoOp);
        _log.AppendContent(EntryKind.Configuration, content: [1]);
        AppendUpdates(batches: 20, keys: 2);
        _log.AppendContent(EntryKind.Command, term: 2, content: [2]);
        AppendUpdates(batches: 20, keys: 2, term: 3);
        Seal(term: 3);
        IReadOnlyList<LeaderEpoch> epochs = _log.Epochs.Epochs;

        _log.Compact();
        Reopen();

        Assert.That(_log.ConfigurationIndexes, Is.EqualTo([new LogIndex(2)]));
        Assert.That(_log.Epochs.Epochs, Is.EqualTo(epochs));
        var kinds = new List<EntryKind>();
        using LogCursor cursor = _log.OpenCursor(_log.FirstIndex);
        while (cursor.MoveNext(_log.LastIndex))
        {
            kinds.Add(cursor.Current.Header.Kind);
        }

        Assert.That(kinds, Is.SupersetOf(new[] { EntryKind.NoOp, EntryKind.Configuration, EntryKind.Command }));
    }

    [Test]
    public void LastCommittedBatchOfAProducer_StaysKnown_ThoughAllThatIsRememberedOfItIsLost()
    {
        _log.AppendKeyed([("a", "0")], producer: (7, 0));
        _log.AppendKeyed([("a", "1")]);
        _log.WritePending();
        _log.Roll();
        LogIndex committed = _log.LastIndex;
        for (int sequence = 1; sequence <= ProducerEntry.MaxBatches; sequence++)
        {
            _log.AppendKeyed([("b", "x")], producer: (7, sequence));
        }

        _log.WritePending();
        _log.Compact(commit: committed);
        _log.TruncateFrom(committed.Next());

        Assert.That(_log.Records().Select(record => record.Value), Is.EqualTo(new[] { "1" }));
        Assert.That(_log.Producers.Check(Batches.IdempotentHeader(7, 0, 0)).Status, Is.EqualTo(ProducerCheckStatus.Duplicate));
        Assert.That(_log.Producers.Check(Batches.IdempotentHeader(7, 0, 1)).Status, Is.EqualTo(ProducerCheckStatus.Accepted));
    }

    [Test]
    public void ProducerState_IsTheSame_AfterAReplayOfTheCleanedLog()
    {
        for (int i = 0; i < 30; i++)
        {
            _log.AppendKeyed([("a", $"{i}")], producer: (i % 3, i / 3));
        }

        Seal();
        _log.Compact();
        _log.Dispose();
        foreach (string snapshot in _storage.Files(".producers"))
        {
            _storage.Disk.DeleteFile(snapshot);
        }

        Reopen();

        using (Assert.EnterMultipleScope())
        {
            for (int producer = 0; producer < 3; producer++)
            {
                Assert.That(_log.Producers.Check(Batches.IdempotentHeader(producer, 0, 10)).Status, Is.EqualTo(ProducerCheckStatus.Accepted));
                Assert.That(_log.Producers.Check(Batches.IdempotentHeader(producer, 0, 9)).Status, Is.EqualTo(ProducerCheckStatus.Duplicate));
                Assert.That(_log.Producers.Check(Batches.IdempotentHeader(producer, 0, 5)).Status, Is.EqualTo(ProducerCheckStatus.Duplicate));
                Assert.That(_log.Producers.Check(Batches.IdempotentHeader(producer, 0, 12)).Status, Is.EqualTo(ProducerCheckStatus.OutOfOrderSequence));
            }
        }
    }

    [Test]
    public void Lags_DecideWhatIsCleaned()
    {
        AppendUpdates(batches: 40, keys: 3, timestampMs: KeyedLog.NowMs - 5_000);
        Seal();

        CompactionNeed Need(CompactionOptions options) => _log.MeasureCompaction(options, _log.LastIndex, _log.LogEndOffset, KeyedLog.NowMs);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Need(new CompactionOptions { MinLag = TimeSpan.FromSeconds(6) }).DirtyBytes, Is.Zero);
            Assert.That(Need(new CompactionOptions { MinLag = TimeSpan.FromSeconds(1) }).DirtyBytes, Is.GreaterThan(0));
            Assert.That(Need(new CompactionOptions { MaxLag = TimeSpan.FromSeconds(6) }).IsOverdue, Is.False);
            Assert.That(Need(new CompactionOptions { MaxLag = TimeSpan.FromSeconds(1) }).IsOverdue, Is.True);
            Assert.That(Need(new CompactionOptions { MinDirtyRatio = 1 }).IsDue(new CompactionOptions { MinDirtyRatio = 1 }), Is.True, "All of it is dirty.");
        }
    }

    [Test]
    public void DamagedFrame_IsReported_AndNotWrittenAnew()
    {
        AppendUpdates(batches: 40, keys: 3);
        Seal();
        _storage.Flusher.FlushOnce();
        _storage.Damage(_storage.Files(".log")[0], SegmentHeader.Size + FrameHeader.Size + 70);

        Assert.That(() => _log.Compact(), Throws.InstanceOf<LogCorruptException>());
        Assert.That(_log.CleanedUpTo, Is.EqualTo(LogIndex.Zero));
        Assert.That(_storage.Files(".tmp"), Is.Empty);
    }

    [Test]
    public void Install_DoesNothing_WhenASourceIsGone()
    {
        AppendUpdates(batches: 200, keys: 3);
        Seal();
        using LogCompaction compaction = Begin(new CompactionOptions())!;
        while (compaction.Step(1000) != CompactionStep.SegmentReady)
        {
        }

        _log.TruncatePrefix(_log.LastIndex);

        Assert.That(_log.Install(compaction.TakeReady()), Is.False);
        Assert.That(compaction.Step(1 << 20), Is.EqualTo(CompactionStep.Overtaken));
        Assert.That(_storage.Files(".tmp"), Is.Empty);
    }

    [Test]
    public void CommandsThatAreNotNeeded_Go_AlsoFromWhatTheLogKnowsOfThem()
    {
        LogIndex old = AppendCommand();
        AppendUpdates(batches: 40, keys: 3);
        LogIndex needed = AppendCommand();
        AppendUpdates(batches: 40, keys: 3);
        Seal();
        LogIndex later = AppendCommand();

        using (LogCompaction compaction = _log.BeginCompaction(
            new CompactionOptions(), _log.LastIndex, _log.LogEndOffset, new KeyOffsetMap(1 << 20, new Random(1)), KeyedLog.NowMs, [needed])!)
        {
            InstallAll(compaction);
        }

        Assert.That(_log.CleanedUpTo, Is.GreaterThan(needed));
        Assert.That(_log.CommandIndexes, Is.EqualTo(new[] { needed, later }));
        using (LogCursor cursor = _log.OpenCursor(needed))
        {
            Assert.That(cursor.MoveNext(_log.LastIndex) && cursor.Current.Header.Index == needed && cursor.Current.Header.Kind == EntryKind.Command, Is.True);
        }

        Reopen();
        Assert.That(_log.CommandIndexes, Is.EqualTo(new[] { needed, later }));
        Assert.That(old, Is.LessThan(needed));
    }

    [Test]
    public void OldFiles_Stay_UntilTheyAreRemoved()
    {
        AppendUpdates(batches: 200, keys: 3);
        Seal();
        _storage.Flusher.FlushOnce();
        IReadOnlyList<string> before = _storage.Files(".log");
        InstallOne();

        Assert.That(before, Is.SubsetOf(_storage.Files(".log")));
        _log.RemoveLeftovers();
        Assert.That(_storage.Files(".log"), Is.EquivalentTo(_log.Segments.Select(segment => segment.Path)));
        Assert.That(_storage.Files(".index"), Is.SubsetOf(_log.Segments.Select(segment => SegmentName.IndexPathOf(segment.Path))));
    }

    /// <summary>The flusher passes over segments that are not in the log any more and reports what is behind them.</summary>
    [Test]
    public void WhatWasReplacedBeforeItWasFlushed_SurvivesAPowerLoss_OnceItIsReportedAsDurable()
    {
        AppendUpdates(batches: 200, keys: 3);
        Seal();
        LogIndex last = _log.LastIndex;
        InstallOne();
        _storage.Flusher.FlushOnce();
        Assert.That(_storage.Listener.PersistedIndexOf(_log), Is.EqualTo(last));

        _storage.LosePower();
        _log = _storage.Open(_log.Options);

        Assert.That(_log.LastIndex, Is.EqualTo(last));
    }

    [Test]
    public void ReplacedFiles_AreNotRemoved_WhenALogThatWasReceivedHasTheirNames()
    {
        AppendUpdates(batches: 200, keys: 3);
        Seal();
        _storage.Flusher.FlushOnce();
        using LogShipment shipment = _log.Ship(_log.LastIndex);
        LogImport import = _log.BeginImport();
        shipment.Carry(import);
        InstallOne();

        _log.Replace(import);
        IReadOnlyList<string> received = _storage.Files(".log");
        _log.RemoveLeftovers();

        Assert.That(_storage.Files(".log"), Is.EqualTo(received));
    }

    private LogIndex AppendCommand()
    {
        _log.AppendContent(EntryKind.Command, content: [1]);
        _log.WritePending();
        return _log.LastIndex;
    }

    private void InstallAll(LogCompaction compaction)
    {
        CompactionStep step;
        do
        {
            step = compaction.Step(1 << 20);
            if (step == CompactionStep.SegmentReady)
            {
                Assert.That(_log.Install(compaction.TakeReady()), Is.True);
            }
        }
        while (step is CompactionStep.Continues or CompactionStep.SegmentReady);
        Assert.That(step, Is.EqualTo(CompactionStep.Finished));
    }

    private void InstallOne()
    {
        using LogCompaction compaction = Begin(new CompactionOptions())!;
        while (compaction.Step(1000) != CompactionStep.SegmentReady)
        {
        }

        Assert.That(_log.Install(compaction.TakeReady()), Is.True);
    }

    private LogCompaction? Begin(CompactionOptions options) =>
        _log.BeginCompaction(options, _log.LastIndex, _log.LogEndOffset, new KeyOffsetMap(1 << 20, new Random(1)), KeyedLog.NowMs);

    private List<KeyedRecord> AppendUpdates(int batches, int keys, CompressionCodec codec = CompressionCodec.None, long timestampMs = 1000, int term = 1)
    {
        var written = new List<KeyedRecord>();
        for (int i = 0; i < batches; i++)
        {
            written.AddRange(_log.AppendKeyed(
                [($"key-{i * 5 % keys}", $"value {i}"), ($"key-{i * 3 % keys}", $"other value {i}")], codec, timestampMs, term));
        }

        _log.WritePending();
        return written;
    }

    private void AppendOther(long timestampMs)
    {
        _log.AppendKeyed([("other", "1")], timestampMs: timestampMs);
        Seal();
    }

    // Nothing is cleaned before it is sealed.
    private void Seal(int term = 1)
    {
        _log.WritePending();
        _log.Roll();
        _log.AppendContent(EntryKind.NoOp, term);
        _log.WritePending();
    }

    private void Reopen()
    {
        _log.Dispose();
        _log = _storage.Open(_log.Options);
    }
}
