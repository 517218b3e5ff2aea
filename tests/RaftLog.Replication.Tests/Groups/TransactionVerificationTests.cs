using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication.Tests;

/// <summary>Batches that would begin a transaction wait until their coordinator has answered (KIP-890).</summary>
public sealed class TransactionVerificationTests
{
    private const long Producer = 4_000;

    private TestCluster _cluster = null!;
    private GroupHandle _group = null!;

    [SetUp]
    public void ElectLeader() => UseCluster(new TestCluster());

    private void UseCluster(TestCluster cluster)
    {
        _cluster = cluster;
        _cluster.Append("before");
        _group = _cluster.RunUntilLeader().Groups[TestCluster.Group];
    }

    [Test]
    public void FirstBatch_Waits_AndThoseBehindItKeepTheirOrder()
    {
        var verification = new TransactionVerification();
        Task<AppendOutcome> first = Append(0, verification);
        Task<AppendOutcome> second = Append(1, new TransactionVerification());
        RunUntilWanted(verification);
        Offset before = _group.Log.LogEndOffset;

        _group.Answer(verification, ErrorCode.None);

        Assert.That(before, Is.EqualTo(new Offset(1)), "Nothing is in the log before the answer.");
        Assert.That(Outcome(first), Is.EqualTo((AppendStatus.Appended, 1L)));
        Assert.That(Outcome(second), Is.EqualTo((AppendStatus.Appended, 2L)));
    }

    /// <summary>Otherwise two requests that wait behind each other's batches, in different partitions, would wait for ever.</summary>
    [Test]
    public void Round_IsSeen_ThoughABatchOfItWaitsBehindAnotherRequests()
    {
        var first = new VerificationRound();
        var second = new VerificationRound();
        var begins = first.Add(beginsAtZero: false);
        var behind = second.Add(beginsAtZero: false);
        Task<AppendOutcome>[] appends = [Append(0, begins), Append(1, behind)];
        Assert.That(second.AllSeen.IsCompleted, Is.False);

        first.Close();
        second.Close();
        _cluster.RunUntil(() => first.AllSeen.IsCompleted && second.AllSeen.IsCompleted, "all have been looked at");

        Assert.That(begins.IsWanted is { IsCompleted: true, Result: true }, Is.True);
        Assert.That(behind.IsWanted.IsCompleted, Is.False);
        _group.Answer(begins, ErrorCode.None);
        Assert.That(appends.Select(append => Outcome(append).Status), Is.All.EqualTo(AppendStatus.Appended));
        Assert.That(behind.IsWanted.Result, Is.False);
    }

    [Test]
    public void Round_IsSeen_WhenItsBatchesAreInTheLogOrRefused()
    {
        Begin();
        var round = new VerificationRound();
        Task<AppendOutcome>[] appends = [Append(1, round.Add(beginsAtZero: false)), Append(7, round.Add(beginsAtZero: false))];
        round.Close();

        _cluster.RunUntil(() => round.AllSeen.IsCompleted, "all have been looked at");

        Assert.That(appends.Select(append => Outcome(append).Status), Is.EqualTo([AppendStatus.Appended, AppendStatus.OutOfOrderSequence]));
    }

    [Test]
    public void BatchInAnOpenTransaction_IsNotAskedAbout_NorIsADuplicate()
    {
        Begin();
        var next = new TransactionVerification();
        var again = new TransactionVerification();

        Assert.That(Outcome(Append(1, next)).Status, Is.EqualTo(AppendStatus.Appended));
        Mark(epoch: 0);
        Assert.That(Outcome(Append(1, again)).Status, Is.EqualTo(AppendStatus.Duplicate));
        Assert.That(next.IsWanted.Result, Is.False);
        Assert.That(again.IsWanted.Result, Is.False);
    }

    [Test]
    public void Refusal_IsForAllThatWait_AndSaysWhy()
    {
        var verification = new TransactionVerification();
        var behind = new TransactionVerification();
        Task<AppendOutcome> first = Append(0, verification);
        Task<AppendOutcome> second = Append(1, behind);
        RunUntilWanted(verification);

        _group.Answer(verification, ErrorCode.TransactionAbortable);

        Assert.That(Outcome(first).Status, Is.EqualTo(AppendStatus.TransactionRefused));
        Assert.That(Outcome(second).Status, Is.EqualTo(AppendStatus.TransactionRefused));
        Assert.That((verification.Refusal, behind.Refusal), Is.EqualTo((ErrorCode.TransactionAbortable, ErrorCode.TransactionAbortable)));
    }

    /// <summary>
    /// The race that lets transactions hang: the coordinator says yes, then aborts, and the marker overtakes the batch. A marker that changes nothing in the
    /// log settles it just as well.
    /// </summary>
    [Test]
    public void MarkerThatComesMeanwhile_RefusesWhatWaits([Values] bool isRepeated)
    {
        if (isRepeated)
        {
            Mark(epoch: 0);
        }

        var verification = new TransactionVerification();
        Task<AppendOutcome> held = Append(0, verification);
        RunUntilWanted(verification);

        Mark(epoch: 0);
        _group.Answer(verification, ErrorCode.None);

        Assert.That(Outcome(held).Status, Is.EqualTo(AppendStatus.TransactionEnded));
        _cluster.RunUntilAgreed();
        Assert.That(_group.Log.LogEndOffset, Is.EqualTo(new Offset(2)), "What was before, and one marker.");
    }

    [Test]
    public void StaleMarker_DoesNotRefuseWhatWaits()
    {
        Mark(epoch: 1);
        var verification = new TransactionVerification();
        Task<AppendOutcome> held = Append(0, verification, epoch: 1);
        RunUntilWanted(verification);

        Assert.That(Mark(epoch: 0), Is.EqualTo(AppendStatus.InvalidProducerEpoch));
        _group.Answer(verification, ErrorCode.None);

        Assert.That(Outcome(held).Status, Is.EqualTo(AppendStatus.Appended));
    }

    [Test]
    public void WhatWaits_Fails_WhenLeadershipIsLost_AndALateAnswerDoesNoHarm()
    {
        var verification = new TransactionVerification();
        Task<AppendOutcome> held = Append(0, verification);
        RunUntilWanted(verification);
        TestBroker old = _cluster.RunUntilLeader();
        _cluster.Network.Isolate(old.Id);

        Assert.That(Outcome(held).Status, Is.EqualTo(AppendStatus.NotLeader));
        _group.Answer(verification, ErrorCode.None);
        _cluster.Network.Heal();
        _cluster.RunUntilAgreed();

        Assert.That(_group.Log.LogEndOffset, Is.EqualTo(new Offset(1)));
    }

    /// <summary>The first of them begins a new segment: the disk is found broken while it is proposed, before those behind it are.</summary>
    [Test]
    public void WhatWaits_Fails_WhenTheDiskDoes_AfterTheAnswer()
    {
        UseCluster(new TestCluster(options: new TestClusterOptions { Log = new PartitionLogOptions { SegmentBytes = 4_096 } }));
        var verification = new TransactionVerification();
        Task<AppendOutcome> filling = Append(0, verification, bytes: 5_000);
        RunUntilWanted(verification);
        _group.Answer(verification, ErrorCode.None);
        Assert.That(Outcome(filling).Status, Is.EqualTo(AppendStatus.Appended));
        Assert.That(Mark(epoch: 0), Is.EqualTo(AppendStatus.Appended));
        verification = new TransactionVerification();
        Task<AppendOutcome>[] held = [Append(1, verification, bytes: 5_000), Append(2, new TransactionVerification(), bytes: 5_000)];
        RunUntilWanted(verification);

        _cluster.RunUntilLeader().FailDisk();
        _group.Answer(verification, ErrorCode.None);

        Assert.That(held.Select(append => Outcome(append).Status), Is.All.EqualTo(AppendStatus.Offline));
    }

    [Test]
    public void WithoutAWayToAsk_NoTransactionBegins() =>
        Assert.That(Outcome(Append(0, verification: null)).Status, Is.EqualTo(AppendStatus.InvalidTransactionState));

    [Test]
    public void ProducerThatIsNotKnown_BeginsAtZero_WhereEachTransactionHasItsEpoch()
    {
        var verification = new TransactionVerification { BeginsAtZero = true };

        Assert.That(Outcome(Append(3, verification)).Status, Is.EqualTo(AppendStatus.OutOfOrderSequence));
        Assert.That(verification.IsWanted.Result, Is.False);
    }

    /// <summary>What the layers above may show to readers of committed records.</summary>
    [Test]
    public void LastStableOffset_StaysAtTheTransaction_UntilItsMarkerIsCommitted()
    {
        Begin();
        _cluster.RunUntilAgreed();
        Assert.That((_group.Status.HighWatermark, _group.Status.LastStableOffset), Is.EqualTo((new Offset(2), new Offset(1))));

        Mark(epoch: 0);
        _cluster.RunUntilAgreed();

        foreach (TestBroker broker in _cluster.Brokers)
        {
            Assert.That(broker.Groups[TestCluster.Group].Status.LastStableOffset, Is.EqualTo(new Offset(3)), $"{broker.Id}");
        }
    }

    private void Begin()
    {
        var verification = new TransactionVerification();
        Task<AppendOutcome> first = Append(0, verification);
        RunUntilWanted(verification);
        _group.Answer(verification, ErrorCode.None);
        Assert.That(Outcome(first).Status, Is.EqualTo(AppendStatus.Appended));
    }

    private void RunUntilWanted(TransactionVerification verification)
    {
        _cluster.RunUntil(() => verification.IsWanted.IsCompleted, "the question after the transaction");
        Assert.That(verification.IsWanted.Result, Is.True);
    }

    private Task<AppendOutcome> Append(int sequence, TransactionVerification? verification, short epoch = 0, int bytes = 3)
    {
        using var builder = new RecordBatchBuilder();
        builder.Append(1_000, NullableBytes.Null, new byte[bytes]);
        using PooledBuffer batch = builder.Build(attributes: 0x10);
        RecordBatch.SetProducerState(batch.Span, Producer, epoch, sequence);
        return _group.AppendAsync(FrameBuffer.ForBatch(batch.Span), AppendAcks.Majority, verification).AsTask();
    }

    private AppendStatus Mark(short epoch) =>
        _cluster.Await(_group.AppendMarkerAsync(new TransactionMarker(Producer, epoch, 1, Commit: false))).Status;

    private (AppendStatus Status, long BaseOffset) Outcome(Task<AppendOutcome> append)
    {
        AppendOutcome outcome = _cluster.Await(new ValueTask<AppendOutcome>(append));
        return (outcome.Status, outcome.BaseOffset.Value);
    }
}
