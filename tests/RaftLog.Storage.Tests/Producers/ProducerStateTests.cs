using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>Sequence numbers of idempotent producers (KIP-98).</summary>
public sealed class ProducerStateTests
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
    public void Batch_ThatFollows_IsAccepted()
    {
        Append(epoch: 0, sequence: 0, records: 3);

        Assert.That(Check(0, 3), Is.EqualTo(ProducerCheckStatus.Accepted));
        Assert.That(Check(0, 4), Is.EqualTo(ProducerCheckStatus.OutOfOrderSequence));
        Assert.That(Check(0, 2), Is.EqualTo(ProducerCheckStatus.OutOfOrderSequence));
    }

    [Test]
    public void Batch_ThatWasAppendedAmongTheLastFive_IsADuplicateWithItsOldOffset()
    {
        for (int sequence = 0; sequence < 6; sequence++)
        {
            Append(epoch: 0, sequence);
        }

        Assert.That(_log.Producers.Check(Batches.IdempotentHeader(1, 0, 1)), Is.EqualTo(new ProducerCheck(ProducerCheckStatus.Duplicate, new Offset(1), new Offset(2))));
        Assert.That(Check(0, 0), Is.EqualTo(ProducerCheckStatus.OutOfOrderSequence), "It is the sixth before the end.");
    }

    [Test]
    public void NewEpoch_BeginsAtZero_AndFencesTheOldOne()
    {
        Append(epoch: 1, sequence: 0);

        Assert.That(Check(2, 0), Is.EqualTo(ProducerCheckStatus.Accepted));
        Assert.That(Check(2, 5), Is.EqualTo(ProducerCheckStatus.OutOfOrderSequence));
        Assert.That(Check(0, 0), Is.EqualTo(ProducerCheckStatus.InvalidProducerEpoch));
    }

    [Test]
    public void UnknownProducer_IsAcceptedWithAnySequence() => Assert.That(Check(0, 77), Is.EqualTo(ProducerCheckStatus.Accepted));

    [Test]
    public void Sequence_GoesFromTheLargestIntToZero()
    {
        Append(epoch: 0, sequence: int.MaxValue - 1, records: 2);

        Assert.That(Check(0, 0), Is.EqualTo(ProducerCheckStatus.Accepted));
    }

    [Test]
    public void State_IsTheSame_AfterAKillAndAfterAClose([Values] bool close, [Values] bool damageSnapshot)
    {
        for (int sequence = 0; sequence < 7; sequence++)
        {
            Append(epoch: 0, sequence);
        }

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

        Assert.That(Check(0, 7), Is.EqualTo(ProducerCheckStatus.Accepted));
        Assert.That(Check(0, 2), Is.EqualTo(ProducerCheckStatus.Duplicate));
        Assert.That(Check(0, 8), Is.EqualTo(ProducerCheckStatus.OutOfOrderSequence));
    }

    [Test]
    public void Snapshot_OfEntriesThatWereLost_IsNotUsed()
    {
        Append(epoch: 0, sequence: 0);
        _storage.Flusher.FlushOnce();
        Append(epoch: 0, sequence: 1);
        new ProducerSnapshots(_storage.Disk, TestStorage.LogPath, _storage.Context.Logger).Write(_log.Producers, _log.LastIndex.Next());
        string snapshot = _storage.Files(".producers")[^1];
        using (IFile file = _storage.Disk.Open(snapshot, FileOpenMode.ReadWrite))
        {
            file.Flush();
        }

        _storage.Disk.FlushDirectory(TestStorage.LogPath);
        _storage.LosePower();
        _log = _storage.Open();

        Assert.That(Check(0, 1), Is.EqualTo(ProducerCheckStatus.Accepted));
        Assert.That(_storage.Disk.FileExists(snapshot), Is.False);
    }

    [Test]
    public void ForgetSilent_GoesByTheTimeSinceItFirstFoundTheProducerSilent()
    {
        TimeSpan longest = TimeSpan.FromSeconds(10);
        Append(epoch: 0, sequence: 0);

        Assert.That(_log.Producers.ForgetSilent(50_000, longest), Is.Zero, "It has only just been found.");
        Assert.That(_log.Producers.ForgetSilent(59_999, longest), Is.Zero);
        Append(epoch: 0, sequence: 1);
        Assert.That(_log.Producers.ForgetSilent(60_000, longest), Is.Zero, "It was not silent.");
        Assert.That(_log.Producers.ForgetSilent(70_000, longest), Is.EqualTo(1));
        Assert.That(Check(0, 55), Is.EqualTo(ProducerCheckStatus.Accepted));
    }

    private ProducerCheckStatus Check(short epoch, int sequence) => _log.Producers.Check(Batches.IdempotentHeader(1, epoch, sequence)).Status;

    private void Append(short epoch, int sequence, int records = 1)
    {
        _log.StampAndAppend(Batches.IdempotentFrame(1, epoch, sequence, records), EntryKind.Data, new Term(1));
        _log.WritePending();
    }
}
