using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>What compaction makes of transactions.</summary>
public sealed class TransactionCompactionTests
{
    private const short Transactional = 0x10;
    private const long HourMs = 3_600_000;

    private static readonly PartitionLogOptions Options = new() { SegmentBytes = 4096, IndexIntervalBytes = 300 };
    private static readonly CompactionOptions Hourly = new() { DeleteRetention = TimeSpan.FromHours(1) };

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
    public void RecordsOfAbortedTransactions_Go_AndHideNothing()
    {
        List<KeyedRecord> kept = _log.AppendKeyed([("a", "1")]);
        _log.AppendKeyed([("a", "2"), ("b", "2")], attributes: Transactional, producer: (5, 0));
        _log.AppendMarker(5, 0, commit: false);
        Seal();

        _log.Compact();

        Assert.That(_log.CommittedRecords(_log.LogEndOffset).Where(record => record.Key is "a" or "b"), Is.EqualTo(kept));
        Assert.That(_log.Records().Where(record => record.Key is "a" or "b"), Is.EqualTo(kept), "There is nothing left to leave out.");
    }

    [Test]
    public void RecordsOfCommittedTransactions_CountLikeOthers()
    {
        _log.AppendKeyed([("a", "1")]);
        List<KeyedRecord> kept = _log.AppendKeyed([("a", "2")], attributes: Transactional, producer: (5, 0));
        _log.AppendMarker(5, 0);
        Seal();

        _log.Compact();

        Assert.That(_log.Records().Where(record => record.Key == "a"), Is.EqualTo(kept));
    }

    [Test]
    public void NothingIsCleaned_FromTheFirstOpenTransactionOn()
    {
        Fill("x");
        Offset open = _log.LogEndOffset;
        _log.AppendKeyed([("a", "1")], attributes: Transactional, producer: (5, 0));
        Fill("x");
        Seal();
        List<KeyedRecord> before = _log.Records(open);

        _log.Compact();

        Assert.That(_log.Records(open), Is.EqualTo(before));
    }

    [Test]
    public void Marker_OutlivesItsRecords_ByTheTimeThatTombstonesHave_AndStaysWhileItIsTheProducersLastWord()
    {
        _log.AppendKeyed([("a", "1")], attributes: Transactional, producer: (5, 0));
        _log.AppendMarker(5, 0, commit: false);
        _log.AppendKeyed([("a", "2")], attributes: Transactional, producer: (5, 1));
        _log.AppendMarker(5, 0, commit: false);
        _log.AppendKeyed([("a", "3")], attributes: Transactional, producer: (5, 2));
        _log.AppendMarker(5, 0, commit: false);
        Seal();

        _log.Compact(Hourly, nowMs: HourMs);
        Assert.That(Markers(), Is.EqualTo(3));

        Again(2 * HourMs);
        Assert.That(Markers(), Is.EqualTo(2), "The last two tell the producer's state, also when the very last is truncated.");
        Assert.That(_log.Producers.OpenSince(5), Is.Null);
    }

    [Test]
    public void Marker_Stays_WhileARecordOfItsTransactionDoes()
    {
        _log.AppendKeyed([("a", "1")], attributes: Transactional, producer: (5, 0));
        _log.AppendMarker(5, 0);
        _log.AppendKeyed([("b", "1")], attributes: Transactional, producer: (5, 1));
        _log.AppendMarker(5, 0);
        _log.AppendKeyed([("c", "1")], attributes: Transactional, producer: (5, 2));
        _log.AppendMarker(5, 0);
        Seal();

        _log.Compact(Hourly, nowMs: HourMs);
        Again(3 * HourMs);
        Again(6 * HourMs);

        Assert.That(Markers(), Is.EqualTo(3));
    }

    [Test]
    public void State_IsTheSame_AfterAReplayOfWhatIsLeft()
    {
        for (int i = 0; i < 30; i++)
        {
            _log.AppendKeyed([("a", $"{i}")], attributes: Transactional, producer: (5, i));
            _log.AppendMarker(5, 0, commit: i % 3 == 0);
        }

        _log.AppendKeyed([("a", "open")], attributes: Transactional, producer: (6, 0));
        Seal();
        _log.Compact(Hourly, nowMs: HourMs);
        Again(3 * HourMs);
        Again(6 * HourMs);
        ActiveProducer[] before = _log.Producers.Describe();
        Offset stable = _log.Producers.LastStableOffset(_log.LogEndOffset);
        _log.Dispose();
        foreach (string file in _storage.Files(".producers"))
        {
            _storage.Disk.DeleteFile(file);
        }

        _storage.Restart();
        _log = _storage.Open(Options);

        Assert.That(_log.Producers.Describe(), Is.EqualTo(before));
        Assert.That(_log.Producers.LastStableOffset(_log.LogEndOffset), Is.EqualTo(stable));
    }

    private int Markers()
    {
        int markers = 0;
        foreach (ReadOnlyMemory<byte> batch in _log.FetchedBatches(_log.LogStartOffset))
        {
            markers += TransactionMarkerBatch.IsControl(batch.Span) ? 1 : 0;
        }

        return markers;
    }

    private void Again(long nowMs)
    {
        Fill("y");
        _log.Compact(Hourly, nowMs: nowMs);
    }

    private void Seal() => Fill("z");

    // Ends the active segment.
    private void Fill(string key)
    {
        int segments = _log.Segments.Length;
        while (_log.Segments.Length < segments + 1)
        {
            _log.AppendKeyed([(key, "filler")]);
        }

        _log.WritePending();
    }
}
