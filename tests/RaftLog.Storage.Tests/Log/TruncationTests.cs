using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>What is removed stays removed, and everything that is kept about the log goes with it.</summary>
public sealed class TruncationTests
{
    private static readonly PartitionLogOptions Options = new() { SegmentBytes = 4096, IndexIntervalBytes = 300 };

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
    public void TruncateFrom_GoesBackInEpochsAndConfigurations()
    {
        _log.AppendContent(EntryKind.Configuration, term: 1);
        _log.AppendBatch(term: 1);
        _log.AppendContent(EntryKind.NoOp, term: 2);
        _log.AppendContent(EntryKind.Configuration, term: 2);
        _log.WritePending();

        _log.TruncateFrom(new LogIndex(3));

        Assert.That(_log.LastIndex, Is.EqualTo(new LogIndex(2)));
        Assert.That(_log.LastTerm, Is.EqualTo(new Term(1)));
        Assert.That(_log.Epochs.Epochs, Is.EqualTo(new[] { new LeaderEpoch(new Term(1), new LogIndex(1), Offset.Zero) }));
        Assert.That(_log.ConfigurationIndexes, Is.EqualTo(new[] { new LogIndex(1) }));
        Assert.That(_log.TermAt(new LogIndex(3)), Is.Null);
    }

    [Test]
    public void TruncateFrom_IsDurable()
    {
        for (int i = 0; i < 100; i++)
        {
            _log.AppendBatch();
        }

        _log.WritePending();
        _storage.Flusher.FlushOnce();
        _log.TruncateFrom(new LogIndex(11));

        _storage.LosePower();

        Assert.That(_storage.Open(Options).LastIndex, Is.EqualTo(new LogIndex(10)));
    }

    [Test]
    public void TruncateFrom_ReportsWhatIsLeft_WhenItWasNotReportedYet()
    {
        _log.AppendBatch();
        _log.AppendBatch();
        _log.WritePending();

        _log.TruncateFrom(new LogIndex(2));
        _storage.Flusher.FlushOnce();

        Assert.That(_storage.Listener.Logs, Is.EqualTo(new[] { (_log, new LogIndex(1), new Term(1)) }));
    }

    [Test]
    public void TruncateFrom_ForgetsTheBatchesOfIdempotentProducers()
    {
        Append(producer: 1, sequence: 0);
        Append(producer: 2, sequence: 0);
        Append(producer: 1, sequence: 1);
        _log.WritePending();

        _log.TruncateFrom(new LogIndex(2));

        Assert.That(_log.Producers.Check(Batches.IdempotentHeader(1, 0, 0)).Status, Is.EqualTo(ProducerCheckStatus.Duplicate));
        Assert.That(_log.Producers.Check(Batches.IdempotentHeader(1, 0, 1)).Status, Is.EqualTo(ProducerCheckStatus.Accepted));
        Assert.That(_log.Producers.Count, Is.EqualTo(1));
    }

    [Test]
    public void TruncateFrom_ReadsTheProducersAgain_WhenMoreWasTruncatedThanIsRemembered()
    {
        for (int sequence = 0; sequence < 20; sequence++)
        {
            Append(producer: 1, sequence);
        }

        _log.WritePending();
        _log.TruncateFrom(new LogIndex(11));

        Assert.That(_log.Producers.Check(Batches.IdempotentHeader(1, 0, 9)).Status, Is.EqualTo(ProducerCheckStatus.Duplicate));
        Assert.That(_log.Producers.Check(Batches.IdempotentHeader(1, 0, 10)).Status, Is.EqualTo(ProducerCheckStatus.Accepted));
        Assert.That(_log.Producers.Check(Batches.IdempotentHeader(1, 0, 11)).Status, Is.EqualTo(ProducerCheckStatus.OutOfOrderSequence));
    }

    [Test]
    public void TruncateFrom_LetsNoProducerStateOfRemovedEntriesComeBack_AfterAPowerLoss()
    {
        for (int sequence = 0; sequence < 5; sequence++)
        {
            _log.StampAndAppend(Batches.IdempotentFrame(1, 0, sequence), EntryKind.Data, new Term(1));
        }

        _log.Dispose();
        using (IFile snapshot = _storage.Disk.Open(_storage.Files(".producers").Single(), FileOpenMode.ReadWrite))
        {
            snapshot.Flush();
        }

        _storage.Disk.FlushDirectory(TestStorage.LogPath);
        _log = _storage.Open(Options);
        _log.TruncateFrom(new LogIndex(5));
        _log.AppendContent(EntryKind.NoOp, term: 2);
        _log.WritePending();
        _storage.Flusher.FlushOnce();
        _storage.LosePower();

        _log = _storage.Open(Options);
        Assert.That(_log.LastIndex, Is.EqualTo(new LogIndex(5)));
        Assert.That(_log.Producers.Check(Batches.IdempotentHeader(1, 0, 4)).Status, Is.EqualTo(ProducerCheckStatus.Accepted));
    }

    [Test]
    public void TruncatePrefix_DropsWholeSegments_AndRemembersTheTermBefore()
    {
        for (int i = 0; i < 100; i++)
        {
            _log.AppendBatch(term: 1 + (i / 20));
        }

        _log.WritePending();
        _log.TruncatePrefix(new LogIndex(70));

        Assert.That(_log.FirstIndex, Is.GreaterThan(new LogIndex(30)).And.LessThanOrEqualTo(new LogIndex(70)));
        Assert.That(_log.TermAt(_log.FirstIndex.Previous()), Is.EqualTo(_log.PreviousTerm));
        Assert.That(_log.LogStartOffset, Is.EqualTo(new Offset(_log.FirstIndex.Value - 1)));
        Assert.That(_log.Epochs.Epochs[0].FirstIndex, Is.EqualTo(_log.FirstIndex));
        for (LogIndex i = _log.FirstIndex; i <= _log.LastIndex; i = i.Next())
        {
            Assert.That(_log.TermAt(i), Is.EqualTo(new Term(1 + (int)((i.Value - 1) / 20))));
        }
    }

    [Test]
    public void TruncatePrefix_OfEverything_LeavesAnEmptyLogThatGoesOn()
    {
        _log.AppendContent(EntryKind.Command, term: 4);
        _log.AppendBatch(term: 4);
        _log.WritePending();

        _log.TruncatePrefix(new LogIndex(3));
        _storage.LosePower();
        using PartitionLog log = _storage.Open(Options);

        Assert.That((log.FirstIndex, log.LastIndex), Is.EqualTo((new LogIndex(3), new LogIndex(2))));
        Assert.That((log.LastTerm, log.LogEndOffset), Is.EqualTo((new Term(4), new Offset(1))));
        Assert.That(log.Epochs.Epochs, Is.Empty);
        Assert.That(log.AppendBatch(term: 4).Index, Is.EqualTo(new LogIndex(3)));
        Assert.That(log.TermAt(new LogIndex(3)), Is.EqualTo(new Term(4)));
    }

    [Test]
    public void Reset_BeginsAnewBehindASnapshot_Durably()
    {
        _log.AppendBatch(term: 1);
        _log.WritePending();

        _log.Reset(new LogIndex(500), new Offset(300), new Term(9));
        _storage.LosePower();
        using PartitionLog log = _storage.Open(Options);

        Assert.That((log.FirstIndex, log.LastIndex, log.LogEndOffset), Is.EqualTo((new LogIndex(500), new LogIndex(499), new Offset(300))));
        Assert.That((log.LastTerm, log.TermAt(new LogIndex(499))), Is.EqualTo((new Term(9), (Term?)new Term(9))));
        Assert.That(_storage.Files(".log"), Has.Count.EqualTo(1));
    }

    [Test]
    public void EndOffsetForEpoch_IsTheStartOfTheNextEpoch()
    {
        _log.AppendBatch(term: 2, records: 5);
        _log.AppendBatch(term: 4, records: 3);
        _log.WritePending();

        Assert.That(_log.EndOffsetForEpoch(new Term(1)), Is.Null);
        Assert.That(_log.EndOffsetForEpoch(new Term(2)), Is.EqualTo(new EpochEndOffset(new Term(2), new Offset(5))));
        Assert.That(_log.EndOffsetForEpoch(new Term(3)), Is.EqualTo(new EpochEndOffset(new Term(2), new Offset(5))));
        Assert.That(_log.EndOffsetForEpoch(new Term(9)), Is.EqualTo(new EpochEndOffset(new Term(4), new Offset(8))));
    }

    private void Append(long producer, int sequence) =>
        _log.StampAndAppend(Batches.IdempotentFrame(producer, 0, sequence), EntryKind.Data, new Term(1));
}
