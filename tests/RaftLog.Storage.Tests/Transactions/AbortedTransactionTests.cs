using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>Which aborted transactions a log tells its readers of, whatever became of its files.</summary>
public sealed class AbortedTransactionTests
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
    public void Lookup_FindsThoseThatOverlapTheRange()
    {
        _log.AppendTransactional(1, 0, 0); // 0
        _log.AppendTransactional(2, 0, 0); // 1
        _log.AppendMarker(1, 0, commit: false); // 2
        _log.AppendPlain(); // 3
        _log.AppendMarker(2, 0, commit: false); // 4
        _log.AppendTransactional(1, 0, 1); // 5
        _log.AppendMarker(1, 0, commit: true); // 6
        _log.AppendMarker(3, 0, commit: false); // 7, of a producer that wrote nothing here

        var first = new AbortedTransaction(1, new Offset(0), new Offset(2));
        var second = new AbortedTransaction(2, new Offset(1), new Offset(4));
        Assert.That(Aborted(0, 8), Is.EqualTo(new[] { first, second }));
        Assert.That(Aborted(0, 1), Is.EqualTo(new[] { first }));
        Assert.That(Aborted(2, 3), Is.EqualTo(new[] { first, second }));
        Assert.That(Aborted(3, 4), Is.EqualTo(new[] { second }));
        Assert.That(Aborted(5, 8), Is.Empty);
    }

    [Test]
    public void Lookup_FindsATransaction_WhoseMarkerIsInALaterSegment()
    {
        _log.AppendTransactional(1, 0, 0);
        Fill(segments: 3);
        _log.AppendMarker(1, 0, commit: false);
        Offset marker = _log.LogEndOffset + -1;
        Fill(segments: 1);

        Assert.That(Aborted(0, 1), Is.EqualTo(new[] { new AbortedTransaction(1, new Offset(0), marker) }));
    }

    /// <summary>The fast lookup against the obvious one.</summary>
    [Test]
    public void Lookup_FindsWhatALookAtAllOfThemFinds([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        var list = new AbortedTransactionList();
        var all = new List<AbortedTransaction>();
        for (int last = 10; last < 200; last += random.Next(1, 6))
        {
            var one = new AbortedTransaction(random.Next(5), new Offset(random.Next(random.Next(2) * last / 2, last)), new Offset(last));
            all.Add(one);
            list.Add(one);
        }

        for (int i = 0; i < 200; i++)
        {
            var from = new Offset(random.Next(210));
            Offset limit = from + random.Next(1, 60);
            var found = new List<AbortedTransaction>();
            list.Collect(from, limit, found);
            Assert.That(found, Is.EqualTo(all.Where(one => one.Last >= from && one.First < limit)), $"{from} to {limit}");
        }
    }

    [TestCase("kill")]
    [TestCase("close")]
    [TestCase("power")]
    [TestCase("index lost")]
    [TestCase("index damaged")]
    public void Index_IsTheSame_AfterThe(string end)
    {
        AbortEveryOther(transactions: 60);
        IReadOnlyList<AbortedTransaction> before = Aborted(0, long.MaxValue);
        _storage.Flusher.FlushOnce();
        if (end == "close")
        {
            _log.Dispose();
        }

        foreach (string index in _storage.Files(SegmentName.IndexSuffix))
        {
            if (end == "index lost")
            {
                _storage.Disk.DeleteFile(index);
            }
            else if (end == "index damaged")
            {
                _storage.Damage(index, 200);
            }
        }

        if (end == "power")
        {
            _storage.LosePower();
        }
        else
        {
            _storage.Restart();
        }

        _log = _storage.Open(Options);

        Assert.That(before, Has.Count.EqualTo(30));
        Assert.That(Aborted(0, long.MaxValue), Is.EqualTo(before));
    }

    [Test]
    public void Truncation_TakesBackTheAbort()
    {
        AbortEveryOther(transactions: 40);
        _log.AppendTransactional(9, 0, 0);
        IReadOnlyList<AbortedTransaction> before = Aborted(0, long.MaxValue);
        LogIndex marker = _log.LastIndex.Next();
        _log.AppendMarker(9, 0, commit: false);
        AbortEveryOther(transactions: 20, sequence: 40);

        _log.TruncateFrom(marker);

        Assert.That(Aborted(0, long.MaxValue), Is.EqualTo(before));
        _log.AppendMarker(9, 0, commit: true);
        Assert.That(Aborted(0, long.MaxValue), Is.EqualTo(before));
    }

    [Test]
    public void ShippedLog_KnowsThem()
    {
        AbortEveryOther(transactions: 60);
        var receiver = new TestStorage();
        PartitionLog target = receiver.Open(Options);
        using LogShipment shipment = _log.Ship();

        target.ReplaceBy(shipment);

        Assert.That(target.AbortedTransactions(Offset.Zero, target.LogEndOffset), Is.EqualTo(Aborted(0, target.LogEndOffset.Value).Where(one => one.Last < target.LogEndOffset)));
        Assert.That(target.AbortedTransactions(Offset.Zero, target.LogEndOffset), Has.Count.GreaterThan(20));
    }

    /// <summary>
    /// A checkpoint knows the producers as of an entry behind what is shipped, and not what they had open before. Taken for decided, it would be compacted.
    /// </summary>
    [Test]
    public void ShippedLog_TakesForOpen_WhatItCannotTell_UntilTheMarkersCome()
    {
        Fill(segments: 2);
        _log.AppendTransactional(1, 0, 0);
        Offset open = _log.LogEndOffset + -1;
        Fill(segments: 1);
        Offset shipped = _log.Segments[^1].FirstOffset;
        for (int i = 1; i < 5; i++)
        {
            _log.AppendMarker(1, 0, commit: false);
            _log.AppendTransactional(1, 0, i);
        }

        _log.AdvanceLogStart(_log.Segments[1].FirstOffset);
        Assert.That(_log.TryDropPrefix(_log.FirstIndexAfterDrop(_log.LastIndex), _log.LastIndex, new byte[] { 9, 9 }), Is.True);
        PartitionLog target = new TestStorage().Open(Options);
        using LogShipment shipment = _log.Ship();

        target.ReplaceBy(shipment);

        Assert.That(target.LogEndOffset, Is.EqualTo(shipped));
        Assert.That(target.Producers.LastStableOffset(shipped), Is.LessThanOrEqualTo(open));
        target.AppendMarker(1, 0, commit: false);
        Assert.That(target.Producers.LastStableOffset(target.LogEndOffset), Is.EqualTo(target.LogEndOffset));
    }

    [Test]
    public void ReaderThatHoldsASegment_KnowsThem_WhenTheSegmentIsDropped()
    {
        AbortEveryOther(transactions: 60);
        LogSegment first = _log.Segments[0];
        _log.AdvanceLogStart(_log.Segments[1].FirstOffset);
        Assert.That(_log.TryDropPrefix(_log.FirstIndexAfterDrop(_log.LastIndex), _log.LastIndex, new byte[] { 9, 9 }), Is.True);

        Assert.That(first.Aborted!.All, Is.Not.Empty);
        Assert.That(Aborted(0, long.MaxValue)[0].Last, Is.GreaterThanOrEqualTo(_log.FirstOffset));
    }

    [Test]
    public void Verification_FindsTheIndexesInOrder()
    {
        AbortEveryOther(transactions: 60);
        _log.Dispose();

        Assert.That(LogVerifier.Verify(_storage.Disk, TestStorage.LogPath).Findings, Is.Empty);
    }

    private void AbortEveryOther(int transactions, int sequence = 0)
    {
        for (int i = 0; i < transactions; i++)
        {
            _log.AppendTransactional(1, 0, sequence + i);
            _log.AppendPlain();
            _log.AppendMarker(1, 0, commit: i % 2 == 0);
        }
    }

    private void Fill(int segments)
    {
        int until = _log.Segments.Length + segments;
        while (_log.Segments.Length < until)
        {
            _log.AppendPlain();
        }
    }

    private IReadOnlyList<AbortedTransaction> Aborted(long from, long limit) => _log.AbortedTransactions(new Offset(from), new Offset(limit));
}
