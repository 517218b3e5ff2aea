using RaftLog.Model;

namespace RaftLog.Metadata.Tests.Control.Transactions;

public sealed class TransactionPartitionsTests
{
    [TestCase(TransactionState.Empty)]
    [TestCase(TransactionState.CompleteCommit)]
    [TestCase(TransactionState.CompleteAbort)]
    public void FirstPartition_BeginsTheTransaction(TransactionState state)
    {
        var scene = new TransactionScene().In(state).Wait(100);

        var error = scene.Add("orders", 1, version: 2);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error, Is.EqualTo(ErrorCode.None));
            Assert.That((scene.State.State, scene.State.StartTimestampMs, scene.State.Version), Is.EqualTo((TransactionState.Ongoing, 1_100L, (sbyte)2)));
            Assert.That(scene.State.Partitions, Is.EqualTo(new[] { new TopicPartition("orders", 1) }));
        }
    }

    [Test]
    public void FurtherPartitions_KeepTheTimeOfTheBeginning()
    {
        var scene = new TransactionScene().In(TransactionState.Empty);
        scene.Add("orders", 1);
        scene.Wait(100).Add("payments", 0);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(scene.State.StartTimestampMs, Is.EqualTo(1_000));
            Assert.That(scene.State.Partitions, Is.EqualTo(new[] { new TopicPartition("orders", 1), new TopicPartition("payments", 0) }));
        }
    }

    [TestCase("orders", 3)]
    [TestCase("gone", 0)]
    public void PartitionThatDoesNotExist_IsLeftOut(string topic, int partition)
    {
        var scene = new TransactionScene().In(TransactionState.Empty);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(scene.Add(topic, partition), Is.EqualTo(ErrorCode.UnknownTopicOrPartition));
            Assert.That(scene.State.State, Is.EqualTo(TransactionState.Empty));
        }
    }

    [TestCase(TransactionState.Ongoing, 8, 3, ErrorCode.InvalidProducerIdMapping)]
    [TestCase(TransactionState.Ongoing, 7, 2, ErrorCode.ProducerFenced)]
    [TestCase(TransactionState.Ongoing, 7, 4, ErrorCode.ProducerFenced)]
    [TestCase(TransactionState.PrepareCommit, 7, 3, ErrorCode.ConcurrentTransactions)]
    [TestCase(TransactionState.PrepareAbort, 7, 3, ErrorCode.ConcurrentTransactions)]
    [TestCase(TransactionState.PrepareAbort, 7, 2, ErrorCode.ProducerFenced)]
    public void OthersAndTheUntimely_AreRefused(TransactionState state, long producerId, short epoch, ErrorCode expected)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(new TransactionScene().In(state).Add("orders", 1, producerId, epoch), Is.EqualTo(expected));
            Assert.That(new TransactionScene().In(state).Add("orders", 0, producerId, epoch, verifyOnly: true), Is.EqualTo(expected));
            Assert.That(new TransactionScene().In(state).AddOffsets(producerId, epoch), Is.EqualTo(expected));
            Assert.That(new TransactionScene().In(state).CommitOffset(1, producerId: producerId, epoch: epoch, version: 2), Is.EqualTo(expected));
        }
    }

    [Test]
    public void IdThatNobodyHas_IsNoMapping()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(new TransactionScene().Add("orders", 0), Is.EqualTo(ErrorCode.InvalidProducerIdMapping));
            Assert.That(new TransactionScene().AddOffsets(), Is.EqualTo(ErrorCode.InvalidProducerIdMapping));
            Assert.That(new TransactionScene().End(commit: true).Error, Is.EqualTo(ErrorCode.InvalidProducerIdMapping));
        }
    }

    /// <summary>KIP-890: what is not in the open transaction may not be appended.</summary>
    [TestCase(TransactionState.Ongoing, 0, ErrorCode.None)]
    [TestCase(TransactionState.Ongoing, 1, ErrorCode.TransactionAbortable)]
    [TestCase(TransactionState.CompleteCommit, 0, ErrorCode.TransactionAbortable)]
    [TestCase(TransactionState.Empty, 0, ErrorCode.TransactionAbortable)]
    public void Verification_SaysWhatIsIn_AndAddsNothing(TransactionState state, int partition, ErrorCode expected)
    {
        var scene = new TransactionScene().In(state);
        var before = scene.State;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(scene.Add("orders", partition, verifyOnly: true), Is.EqualTo(expected));
            Assert.That(scene.State, Is.EqualTo(before));
        }
    }

    [Test]
    public void DeletedTopic_IsInNoTransactionAnyMore()
    {
        var scene = new TransactionScene().In(TransactionState.PrepareCommit);
        scene.With(new RemoveTopicRecord { TopicId = scene.Image.Topics.ByName["orders"].Id });

        Assert.That(scene.State.Partitions, Is.Empty);
    }

    [Test]
    public void EmptyGroup_IsRefused() => Assert.That(new TransactionScene().In(TransactionState.Empty).AddOffsets(group: ""), Is.EqualTo(ErrorCode.InvalidGroupId));
}
