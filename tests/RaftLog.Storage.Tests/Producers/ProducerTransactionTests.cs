using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>What the log knows of its producers' transactions (KIP-98, KIP-890).</summary>
public sealed class ProducerTransactionTests
{
    private TestStorage _storage = null!;
    private PartitionLog _log = null!;

    [SetUp]
    public void OpenLog()
    {
        _storage = new TestStorage();
        _log = _storage.Open();
    }

    [TearDown]
    public void CloseLog() => _log.Dispose();

    [Test]
    public void FirstTransactionalBatch_BeginsATransaction_AndThoseBehindItGoOn()
    {
        Assert.That(Check(1, 0, 0), Is.EqualTo(ProducerCheckStatus.BeginsTransaction), "of a producer that nobody knows");

        _log.AppendTransactional(1, 0, 0);

        Assert.That(Check(1, 0, 1), Is.EqualTo(ProducerCheckStatus.Accepted));
        Assert.That(Check(1, 0, 0), Is.EqualTo(ProducerCheckStatus.Duplicate));
        Assert.That(_log.Producers.OpenSince(1), Is.EqualTo(new Offset(0)));
    }

    [Test]
    public void BatchOutsideOfTheTransaction_IsRefused_WhileOneIsOpen()
    {
        _log.AppendTransactional(1, 0, 0);

        Assert.That(_log.Producers.Check(Batches.IdempotentHeader(1, 0, 1)).Status, Is.EqualTo(ProducerCheckStatus.InvalidTransactionState));

        _log.AppendMarker(1, 0);
        Assert.That(_log.Producers.Check(Batches.IdempotentHeader(1, 0, 1)).Status, Is.EqualTo(ProducerCheckStatus.Accepted));
    }

    [Test]
    public void MarkerOfTheSameEpoch_LetsSequencesGoOn()
    {
        _log.AppendTransactional(1, 0, 0);
        _log.AppendMarker(1, 0);

        Assert.That(Check(1, 0, 1), Is.EqualTo(ProducerCheckStatus.BeginsTransaction));
        Assert.That(Check(1, 0, 0), Is.EqualTo(ProducerCheckStatus.Duplicate));
        Assert.That(Check(1, 0, 2), Is.EqualTo(ProducerCheckStatus.OutOfOrderSequence));
    }

    [Test]
    public void MarkerOfTheNextEpoch_LetsSequencesBeginAtZero_AndFencesTheEpochBefore()
    {
        _log.AppendTransactional(1, 0, 0);
        _log.AppendMarker(1, 1);

        Assert.That(Check(1, 0, 1), Is.EqualTo(ProducerCheckStatus.InvalidProducerEpoch));
        Assert.That(Check(1, 0, 0), Is.EqualTo(ProducerCheckStatus.InvalidProducerEpoch), "A late repetition is one, too.");
        Assert.That(Check(1, 1, 1), Is.EqualTo(ProducerCheckStatus.OutOfOrderSequence));
        Assert.That(Check(1, 1, 0), Is.EqualTo(ProducerCheckStatus.BeginsTransaction));
    }

    [Test]
    public void RepeatedMarker_IsADuplicate_UntilSomethingStandsBehindIt()
    {
        _log.AppendTransactional(1, 0, 0);
        Assert.That(Marker(1, 0), Is.EqualTo(ProducerCheckStatus.Accepted));
        _log.AppendMarker(1, 0);

        Assert.That(
            _log.Producers.CheckMarker(new TransactionMarker(1, 0, 1, Commit: true)),
            Is.EqualTo(new ProducerCheck(ProducerCheckStatus.Duplicate, new Offset(1), new Offset(2))));

        _log.AppendTransactional(1, 0, 1);
        Assert.That(Marker(1, 0), Is.EqualTo(ProducerCheckStatus.Accepted));
        Assert.That(
            _log.Producers.CheckMarker(new TransactionMarker(1, 0, 1, Commit: true) { EndsLowerEpochs = true }).Status,
            Is.EqualTo(ProducerCheckStatus.Duplicate),
            "Where epochs differ from one transaction to the next, what is open is a later one.");
    }

    // Its predecessor may not know yet that it was replaced, and repeat its marker behind the next transaction's first batch, which may have the same epoch.
    [Test]
    public void MarkerThatANewCoordinatorRepeats_ShutsTheOneBeforeOut()
    {
        _log.AppendTransactional(1, 0, 0);
        _log.AppendMarker(1, 0, coordinatorEpoch: 5);

        Assert.That(Marker(1, 0, coordinatorEpoch: 6), Is.EqualTo(ProducerCheckStatus.Accepted));
        _log.AppendMarker(1, 0, coordinatorEpoch: 6);
        Assert.That(Marker(1, 0, coordinatorEpoch: 6), Is.EqualTo(ProducerCheckStatus.Duplicate));
        _log.AppendTransactional(1, 0, 1);

        Assert.That(Marker(1, 0, coordinatorEpoch: 5), Is.EqualTo(ProducerCheckStatus.CoordinatorFenced));
    }

    [Test]
    public void Marker_IsTaken_WhereItsProducerIsUnknown_OrHasNothingOpen()
    {
        Assert.That(Marker(1, 5), Is.EqualTo(ProducerCheckStatus.Accepted));
        _log.AppendMarker(1, 5);

        Assert.That(Marker(1, 6), Is.EqualTo(ProducerCheckStatus.Accepted));
        Assert.That(Check(1, 4, 0), Is.EqualTo(ProducerCheckStatus.InvalidProducerEpoch), "The epoch is known though nothing was written with it.");
    }

    [Test]
    public void StaleMarker_IsRefused()
    {
        _log.AppendTransactional(1, 4, 0);
        _log.AppendMarker(1, 4, coordinatorEpoch: 9);

        Assert.That(Marker(1, 3, 9), Is.EqualTo(ProducerCheckStatus.InvalidProducerEpoch));
        Assert.That(Marker(1, 5, 8), Is.EqualTo(ProducerCheckStatus.CoordinatorFenced));
    }

    [Test]
    public void LastStableOffset_IsWhereTheFirstOpenTransactionBegins_UntilItsMarkerIsCommitted()
    {
        _log.AppendTransactional(1, 0, 0);
        _log.AppendTransactional(2, 0, 0);
        _log.AppendMarker(1, 0);
        _log.AppendMarker(2, 0);

        Assert.That(Stable(0), Is.EqualTo(0));
        Assert.That(Stable(2), Is.EqualTo(0));
        Assert.That(Stable(3), Is.EqualTo(1), "The marker at 2 is committed, that at 3 is not.");
        Assert.That(Stable(4), Is.EqualTo(4));
    }

    [Test]
    public void LastStableOffset_IsTheHighWatermark_WhereNothingIsOpenBelowIt()
    {
        _log.AppendPlain();
        _log.AppendTransactional(1, 0, 0);

        Assert.That(Stable(1), Is.EqualTo(1));
        Assert.That(Stable(2), Is.EqualTo(1));
    }

    [Test]
    public void Truncation_OfAMarker_OpensTheTransactionAgain()
    {
        _log.AppendTransactional(1, 0, 0);
        LogIndex marker = _log.LastIndex.Next();
        _log.AppendMarker(1, 1);

        _log.TruncateFrom(marker);

        Assert.That(_log.Producers.OpenSince(1), Is.EqualTo(new Offset(0)));
        Assert.That(Check(1, 0, 1), Is.EqualTo(ProducerCheckStatus.Accepted));
        Assert.That(Stable(1), Is.EqualTo(0));
        _log.AppendMarker(1, 1);
        Assert.That(Stable(2), Is.EqualTo(2));
    }

    /// <summary>Two markers are remembered; whatever was open before them is found in the log.</summary>
    [Test]
    public void Truncation_OfMoreMarkersThanAreRemembered_FindsWhatWasOpenInTheLog()
    {
        _log.AppendTransactional(1, 0, 0);
        LogIndex first = _log.LastIndex.Next();
        for (int i = 1; i <= 4; i++)
        {
            _log.AppendMarker(1, 0);
            _log.AppendTransactional(1, 0, i);
        }

        _log.TruncateFrom(first);

        Assert.That(_log.Producers.OpenSince(1), Is.EqualTo(new Offset(0)));
        Assert.That(Check(1, 0, 1), Is.EqualTo(ProducerCheckStatus.Accepted));
    }

    [Test]
    public void Truncation_OfATransactionsBeginning_LeavesNothingOpen()
    {
        _log.AppendMarker(1, 0);
        LogIndex first = _log.LastIndex.Next();
        _log.AppendTransactional(1, 0, 0);

        _log.TruncateFrom(first);

        Assert.That(_log.Producers.OpenSince(1), Is.Null);
        Assert.That(Stable(1), Is.EqualTo(1));
    }

    [Test]
    public void State_IsTheSame_AfterAKillAndAfterAClose([Values] bool close, [Values] bool damageSnapshot)
    {
        _log.AppendTransactional(1, 0, 0);
        _log.AppendTransactional(2, 0, 0);
        _log.AppendMarker(1, 3, coordinatorEpoch: 5);
        if (close)
        {
            _log.Dispose();
        }

        foreach (string file in damageSnapshot ? _storage.Files(".producers") : [])
        {
            _storage.Damage(file, 25);
        }

        _storage.Restart();
        _log = _storage.Open();

        Assert.That(_log.Producers.OpenSince(1), Is.Null);
        Assert.That(_log.Producers.OpenSince(2), Is.EqualTo(new Offset(1)));
        Assert.That(Check(1, 3, 0), Is.EqualTo(ProducerCheckStatus.BeginsTransaction));
        Assert.That(Check(1, 2, 0), Is.EqualTo(ProducerCheckStatus.InvalidProducerEpoch));
        Assert.That(Marker(1, 3, 4), Is.EqualTo(ProducerCheckStatus.CoordinatorFenced));
        Assert.That(Stable(2), Is.EqualTo(0), "The marker at 2 is not committed.");
        Assert.That(Stable(3), Is.EqualTo(1));
    }

    /// <summary>What a broker wrote before there were transactions.</summary>
    [Test]
    public void StateWithoutTransactions_OfAnEarlierVersion_IsRead()
    {
        byte[] earlier =
        [
            0, 0, 0, 1, // One producer:
            0, 0, 0, 0, 0, 0, 0, 7, // its id,
            0, 0, 0, 0, 0, 0, 0, 3, // its first offset,
            1, // one batch:
            0, 2, 0, 0, 0, 4, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 9,
        ];
        var table = new ProducerStateTable();

        ProducerStateCodec.Decode(earlier, table);

        Assert.That(table.Producers[7].Last, Is.EqualTo(new ProducerBatch(2, 4, 5, new Offset(3), new Offset(5), 9)));
        Assert.That(table.Producers[7].FirstBatch, Is.EqualTo(new Offset(3)));
        Assert.That(table.OpenSince(7), Is.Null);
    }

    [Test]
    public void ForgetSilent_KeepsProducersWithAnOpenTransaction()
    {
        _log.AppendTransactional(1, 0, 0);
        _log.AppendTransactional(2, 0, 0);
        _log.AppendMarker(2, 0);

        Assert.That(_log.Producers.ForgetSilent(0, TimeSpan.Zero), Is.EqualTo(1));
        Assert.That(_log.Producers.OpenSince(1), Is.EqualTo(new Offset(0)));
    }

    private long Stable(long highWatermark) => _log.Producers.LastStableOffset(new Offset(highWatermark)).Value;

    private ProducerCheckStatus Check(long producer, short epoch, int sequence) =>
        _log.Producers.Check(Batches.TransactionalHeader(producer, epoch, sequence)).Status;

    private ProducerCheckStatus Marker(long producer, short epoch, int coordinatorEpoch = 1) =>
        _log.Producers.CheckMarker(new TransactionMarker(producer, epoch, coordinatorEpoch, Commit: true)).Status;
}
