using RaftLog.Model;

namespace RaftLog.Metadata.Tests.Control.Transactions;

public sealed class TransactionOffsetsTests
{
    private static readonly TopicPartition Orders0 = new("orders", 0);

    [Test]
    public void Offsets_ArePendingUntilTheCommit_AndThenTheGroups()
    {
        var scene = new TransactionScene().In(TransactionState.Empty);
        scene.AddOffsets();

        var error = scene.CommitOffset(42);
        bool wasPending = scene.Image.Transactions.HasPendingOffset(TransactionScene.Group, Orders0);
        long? before = scene.CommittedOffset();
        scene.End(commit: true);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error, Is.EqualTo(ErrorCode.None));
            Assert.That(wasPending, Is.True);
            Assert.That(before, Is.Null);
            Assert.That(scene.CommittedOffset(), Is.EqualTo(42));
            Assert.That(scene.Image.Transactions.HasPendingOffsets(TransactionScene.Group), Is.False);
        }
    }

    [Test]
    public void Offsets_AreTheGroupsWithTheDecision_BeforePartitionsKnow()
    {
        var scene = new TransactionScene().In(TransactionState.Ongoing);
        scene.CommitOffset(42, version: 2);

        scene.End(commit: true, version: 2);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(scene.State.State, Is.EqualTo(TransactionState.PrepareCommit));
            Assert.That(scene.CommittedOffset(), Is.EqualTo(42));
        }
    }

    [Test]
    public void Abort_DropsTheOffsets()
    {
        var scene = new TransactionScene().In(TransactionState.Ongoing);
        scene.CommitOffset(42, version: 2);

        scene.End(commit: false);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(scene.CommittedOffset(), Is.Null);
            Assert.That(scene.Image.Transactions.HasPendingOffsets(TransactionScene.Group), Is.False);
        }
    }

    [Test]
    public void Version1_MustHaveNamedTheGroup()
    {
        var scene = new TransactionScene().In(TransactionState.Ongoing);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(scene.CommitOffset(42), Is.EqualTo(ErrorCode.TransactionAbortable));
            Assert.That(scene.AddOffsets(), Is.EqualTo(ErrorCode.None));
            Assert.That(scene.CommitOffset(42), Is.EqualTo(ErrorCode.None));
        }
    }

    [Test]
    public void Version2_BeginsTheTransactionWithTheOffsets()
    {
        var scene = new TransactionScene().In(TransactionState.CompleteCommit);

        scene.CommitOffset(42, version: 2);

        Assert.That(scene.State.State, Is.EqualTo(TransactionState.Ongoing));
    }

    [TestCase("gone", 0, ErrorCode.UnknownTopicOrPartition)]
    [TestCase("orders", 9, ErrorCode.UnknownTopicOrPartition)]
    public void OffsetOfNoPartition_IsLeftOut(string topic, int partition, ErrorCode expected)
    {
        var scene = new TransactionScene().In(TransactionState.Empty);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(scene.CommitOffset(1, topic, partition, version: 2), Is.EqualTo(expected));
            Assert.That(scene.State.State, Is.EqualTo(TransactionState.Empty));
        }
    }

    [Test]
    public void NoteThatIsTooLong_IsRefused() => Assert.That(
        new TransactionScene().In(TransactionState.Ongoing).CommitOffset(1, version: 2, note: new string('x', OffsetsControl.MaxMetadataBytes + 1)),
        Is.EqualTo(ErrorCode.OffsetMetadataTooLarge));

    [Test]
    public void DeletedGroup_DoesNotComeBackWithTheCommit()
    {
        var scene = new TransactionScene().In(TransactionState.Ongoing);
        scene.CommitOffset(42, version: 2);

        var deleted = ConsumerGroupsControl.Delete(scene.Image, new DeleteConsumerGroupsCommand { ConsumerGroups = [TransactionScene.Group] });
        scene.With([.. deleted.Records]);
        scene.End(commit: true);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(deleted.Response.ConsumerGroups.Single().Error, Is.EqualTo(ErrorCode.None));
            Assert.That(scene.Image.ConsumerGroups.ById, Is.Empty);
        }
    }

    [Test]
    public void DeletedOffset_DoesNotComeBackWithTheCommit()
    {
        var scene = new TransactionScene().In(TransactionState.Ongoing);
        scene.CommitOffset(42, version: 2);
        scene.CommitOffset(43, partition: 1, version: 2);

        var deleted = OffsetsControl.Delete(
            scene.Image, new DeleteOffsetsCommand { ConsumerGroup = TransactionScene.Group, Partitions = [new PartitionReference { Topic = "orders", Partition = 0 }] });
        scene.With([.. deleted.Records]);
        scene.End(commit: true);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(scene.CommittedOffset(0), Is.Null);
            Assert.That(scene.CommittedOffset(1), Is.EqualTo(43));
        }
    }

    [Test]
    public void OffsetsOfADeletedTopic_DoNotPassToTheNextOfThatName()
    {
        var scene = new TransactionScene().In(TransactionState.Ongoing);
        scene.CommitOffset(42, version: 2);
        scene.With(new RemoveTopicRecord { TopicId = scene.Image.Topics.ByName["orders"].Id });

        scene.End(commit: true);

        Assert.That(scene.CommittedOffset(), Is.Null);
    }
}
