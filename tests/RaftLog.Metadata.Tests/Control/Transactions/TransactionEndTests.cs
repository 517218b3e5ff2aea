using RaftLog.Model;

namespace RaftLog.Metadata.Tests.Control.Transactions;

public sealed class TransactionEndTests
{
    private const short Repetition = 2;
    private const short Present = 3;

    [TestCase(true, TransactionState.PrepareCommit, TransactionState.CompleteCommit)]
    [TestCase(false, TransactionState.PrepareAbort, TransactionState.CompleteAbort)]
    public void Version1_EndsInTheSameEpoch(bool commit, TransactionState decided, TransactionState complete)
    {
        var scene = new TransactionScene().In(TransactionState.Ongoing);

        var result = scene.End(commit);
        var ending = scene.State;
        scene.Complete();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((result.Error, result.ProducerId, result.ProducerEpoch), Is.EqualTo((ErrorCode.None, 7L, Present)));
            Assert.That((ending.State, ending.ProducerEpoch), Is.EqualTo((decided, Present)));
            Assert.That(ending.Partitions, Is.EqualTo(new[] { new TopicPartition("orders", 0) }));
            Assert.That((scene.State.State, scene.State.ProducerEpoch), Is.EqualTo((complete, Present)));
            Assert.That(scene.State.Partitions, Is.Empty);
        }
    }

    /// <summary>KIP-890, second part.</summary>
    [TestCase(true, TransactionState.PrepareCommit)]
    [TestCase(false, TransactionState.PrepareAbort)]
    public void Version2_EndsUnderTheNextEpoch_WhichTheProducerGoesOnWith(bool commit, TransactionState decided)
    {
        var scene = new TransactionScene().In(TransactionState.Ongoing);

        var result = scene.End(commit, version: 2);
        var ending = scene.State;
        scene.Complete();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((result.Error, result.ProducerId, result.ProducerEpoch), Is.EqualTo((ErrorCode.None, 7L, (short)4)));
            Assert.That((ending.State, ending.ProducerEpoch, ending.LastProducerEpoch), Is.EqualTo((decided, (short)4, Present)));
            Assert.That(scene.Add("orders", 0, epoch: Present), Is.EqualTo(ErrorCode.ProducerFenced));
            Assert.That(scene.Add("orders", 0, epoch: 4), Is.EqualTo(ErrorCode.None));
        }
    }

    [TestCase(TransactionState.Empty, false, ErrorCode.InvalidTxnState)]
    [TestCase(TransactionState.Empty, true, ErrorCode.InvalidTxnState)]
    [TestCase(TransactionState.PrepareCommit, false, ErrorCode.InvalidTxnState)]
    [TestCase(TransactionState.PrepareCommit, true, ErrorCode.ConcurrentTransactions)]
    [TestCase(TransactionState.PrepareAbort, false, ErrorCode.ConcurrentTransactions)]
    [TestCase(TransactionState.PrepareAbort, true, ErrorCode.InvalidTxnState)]
    [TestCase(TransactionState.CompleteCommit, false, ErrorCode.InvalidTxnState)]
    [TestCase(TransactionState.CompleteCommit, true, ErrorCode.None)]
    [TestCase(TransactionState.CompleteAbort, false, ErrorCode.None)]
    [TestCase(TransactionState.CompleteAbort, true, ErrorCode.InvalidTxnState)]
    public void Version1_WithoutAnOpenTransaction_IsTakenForARepetition(TransactionState state, bool commit, ErrorCode expected) =>
        AssertEnd(state, commit, version: 1, Present, expected, endsAgain: false);

    [TestCase(TransactionState.Empty, false, ErrorCode.ProducerFenced)]
    [TestCase(TransactionState.Empty, true, ErrorCode.ProducerFenced)]
    [TestCase(TransactionState.PrepareCommit, false, ErrorCode.InvalidTxnState)]
    [TestCase(TransactionState.PrepareCommit, true, ErrorCode.ConcurrentTransactions)]
    [TestCase(TransactionState.PrepareAbort, false, ErrorCode.ConcurrentTransactions)]
    [TestCase(TransactionState.PrepareAbort, true, ErrorCode.InvalidTxnState)]
    [TestCase(TransactionState.CompleteCommit, false, ErrorCode.InvalidTxnState)]
    [TestCase(TransactionState.CompleteCommit, true, ErrorCode.None)]
    [TestCase(TransactionState.CompleteAbort, false, ErrorCode.None)]
    [TestCase(TransactionState.CompleteAbort, true, ErrorCode.InvalidTxnState)]
    public void Version2_InTheEpochBefore_IsARepetition(TransactionState state, bool commit, ErrorCode expected) =>
        AssertEnd(state, commit, version: 2, Repetition, expected, endsAgain: false);

    [TestCase(TransactionState.Empty, false, ErrorCode.None)]
    [TestCase(TransactionState.Empty, true, ErrorCode.InvalidTxnState)]
    [TestCase(TransactionState.PrepareCommit, false, ErrorCode.ConcurrentTransactions)]
    [TestCase(TransactionState.PrepareAbort, true, ErrorCode.ConcurrentTransactions)]
    [TestCase(TransactionState.CompleteCommit, false, ErrorCode.None)]
    [TestCase(TransactionState.CompleteCommit, true, ErrorCode.InvalidTxnState)]
    [TestCase(TransactionState.CompleteAbort, false, ErrorCode.None)]
    [TestCase(TransactionState.CompleteAbort, true, ErrorCode.InvalidTxnState)]
    public void Version2_InThePresentEpoch_EndsTheNextTransaction_IfOnlyByAbort(TransactionState state, bool commit, ErrorCode expected) =>
        AssertEnd(state, commit, version: 2, Present, expected, endsAgain: expected == ErrorCode.None);

    [TestCase(8, 3, ErrorCode.InvalidProducerIdMapping)]
    [TestCase(7, 2, ErrorCode.ProducerFenced)]
    [TestCase(7, 4, ErrorCode.ProducerFenced)]
    public void OpenTransaction_IsEndedByItsOwnProducerOnly(long producerId, short epoch, ErrorCode expected)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(new TransactionScene().In(TransactionState.Ongoing).End(commit: true, version: 1, producerId, epoch).Error, Is.EqualTo(expected));
            Assert.That(new TransactionScene().In(TransactionState.Ongoing).End(commit: true, version: 2, producerId, epoch).Error, Is.EqualTo(expected));
        }
    }

    [Test]
    public void FencedProducer_IsNotTakenForARepetition()
    {
        var scene = new TransactionScene().In(TransactionState.Ongoing);
        scene.Init();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(scene.End(commit: false, version: 2).Error, Is.EqualTo(ErrorCode.ProducerFenced));
            Assert.That(scene.End(commit: true, version: 2).Error, Is.EqualTo(ErrorCode.ProducerFenced));
            Assert.That(scene.End(commit: true, version: 1).Error, Is.EqualTo(ErrorCode.ProducerFenced));
        }
    }

    [Test]
    public void ExhaustedEpoch_GivesTheProducerANewIdToGoOnWith()
    {
        const short highest = short.MaxValue - 1;
        var scene = new TransactionScene().AtTheHighestEpoch();

        var result = scene.End(commit: true, version: 2, epoch: highest);
        var ending = scene.State;
        var tooEarly = scene.Add("orders", 1, producerId: 50, epoch: 0);
        var initTooEarly = scene.Init(producerId: 50, epoch: 0);
        scene.Complete();
        var repeated = scene.End(commit: true, version: 2, epoch: highest);
        var next = scene.Add("orders", 1, producerId: 50, epoch: 0);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((result.ProducerId, result.ProducerEpoch), Is.EqualTo((50L, (short)0)));
            Assert.That((ending.ProducerId, ending.ProducerEpoch), Is.EqualTo((7L, short.MaxValue)), "The markers fence the old id.");
            Assert.That(tooEarly, Is.EqualTo(ErrorCode.ConcurrentTransactions));
            Assert.That(initTooEarly.Error, Is.EqualTo(ErrorCode.ConcurrentTransactions));
            Assert.That((repeated.Error, repeated.ProducerId, repeated.ProducerEpoch), Is.EqualTo((ErrorCode.None, 50L, (short)0)));
            Assert.That(next, Is.EqualTo(ErrorCode.None));
            Assert.That(scene.Image.NextProducerId, Is.EqualTo(51));
        }
    }

    [TestCase(true, TransactionState.CompleteCommit)]
    [TestCase(false, TransactionState.CompleteAbort)]
    public void TransactionWithoutPartitions_IsCompleteAtOnce(bool commit, TransactionState expected)
    {
        var scene = new TransactionScene().In(TransactionState.Empty);
        scene.AddOffsets();

        scene.End(commit);

        Assert.That(scene.State.State, Is.EqualTo(expected));
    }

    private static void AssertEnd(TransactionState state, bool commit, sbyte version, short epoch, ErrorCode expected, bool endsAgain)
    {
        var scene = new TransactionScene().In(state);
        var before = scene.State;

        var result = scene.End(commit, version, epoch: epoch);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Error, Is.EqualTo(expected));
            if (endsAgain)
            {
                Assert.That((scene.State.State, scene.State.ProducerEpoch, result.ProducerEpoch), Is.EqualTo((TransactionState.CompleteAbort, (short)4, (short)4)));
            }
            else
            {
                Assert.That(scene.State, Is.EqualTo(before));
            }

            if (expected == ErrorCode.None && !endsAgain)
            {
                Assert.That((result.ProducerId, result.ProducerEpoch), Is.EqualTo((7L, Present)));
            }
        }
    }
}
