using RaftLog.Metadata.Tests.Support;
using RaftLog.Model;

namespace RaftLog.Metadata.Tests.Control;

public sealed class OffsetsControlTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddSeconds(12);
    private static readonly MetadataImage OneTopic = Images.WithBrokers(1).WithTopic("orders", partitions: 2);

    [Test]
    public void Commit_KeepsOffsetEpochNoteAndTime()
    {
        var image = OneTopic.With(Commit(OneTopic, Offset("orders", 1, 42, note: "here")).Records);

        Assert.That(
            image.ConsumerGroups.OffsetOf("readers", new TopicPartition("orders", 1)),
            Is.EqualTo(new CommittedOffset(new Offset(42), 3, "here", 12_000)));
    }

    [Test]
    public void Commit_OfALowerOffset_GoesBack()
    {
        var image = OneTopic.With(Commit(OneTopic, Offset("orders", 0, 42)).Records);
        image = image.With(Commit(image, Offset("orders", 0, 7)).Records);

        Assert.That(image.ConsumerGroups.OffsetOf("readers", new TopicPartition("orders", 0))!.Offset, Is.EqualTo(new Offset(7)));
    }

    [Test]
    public void Commit_LeavesOutOnlyWhatCannotBe()
    {
        var result = Commit(
            OneTopic,
            Offset("orders", 0, 1),
            Offset("orders", 2, 1),
            Offset("gone", 0, 1),
            Offset("orders", 1, 1, note: new string('x', OffsetsControl.MaxMetadataBytes + 1)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Response.Partitions.Select(partition => partition.Error), Is.EqualTo(new[]
            {
                ErrorCode.None, ErrorCode.UnknownTopicOrPartition, ErrorCode.UnknownTopicOrPartition, ErrorCode.OffsetMetadataTooLarge,
            }));
            Assert.That(OneTopic.With(result.Records).ConsumerGroups.ById["readers"].Offsets, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public void Expire_ForgetsWhatIsOldByNow_OutsideTheTopicsKept()
    {
        var image = OneTopic.WithTopic("read", partitions: 1);
        image = image.With(Commit(image, Offset("orders", 0, 1), Offset("read", 0, 1)).Records);
        image = image.With(OffsetsControl.Commit(
            image, new CommitOffsetsCommand { ConsumerGroup = "readers", Offsets = [Offset("orders", 1, 1)] }, Now.AddSeconds(1)).Records);

        var result = Expire(image, new GroupExpiry { ConsumerGroup = "readers", CommittedUpToMs = 12_000, KeptTopics = ["read"], RemoveIfBare = true });

        Assert.That(result.Response.ExpiredOffsets, Is.EqualTo(1));
        Assert.That(
            image.With(result.Records).ConsumerGroups.ById["readers"].Offsets.Keys,
            Is.EquivalentTo(new[] { new TopicPartition("read", 0), new TopicPartition("orders", 1) }));
    }

    [Test]
    public void Expire_ForgetsAGroupThatIsLeftWithNothing_IfItMay([Values] bool may)
    {
        var image = OneTopic.With(Commit(OneTopic, Offset("orders", 0, 1)).Records);

        var result = Expire(image, new GroupExpiry { ConsumerGroup = "readers", CommittedUpToMs = 12_000, RemoveIfBare = may });

        Assert.That(image.With(result.Records).ConsumerGroups.TryGet("readers", out _), Is.EqualTo(!may));
    }

    private static ControlResult<ExpireOffsetsResult> Expire(MetadataImage image, GroupExpiry expiry) =>
        OffsetsControl.Expire(image, new ExpireOffsetsCommand { Groups = [expiry, new GroupExpiry { ConsumerGroup = "nobody" }] });

    [Test]
    public void Commit_OfNothingPossible_MakesNoRecord() => Assert.That(Commit(OneTopic, Offset("gone", 0, 1)).Records, Is.Empty);

    [Test]
    public void Delete_ForgetsTheOffsetsNamed()
    {
        var image = OneTopic.With(Commit(OneTopic, Offset("orders", 0, 1), Offset("orders", 1, 1)).Records);

        var result = OffsetsControl.Delete(image, Deletion(("orders", 0), ("orders", 7)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Response.Partitions.Select(partition => partition.Error), Is.EqualTo(new[] { ErrorCode.None, ErrorCode.UnknownTopicOrPartition }));
            Assert.That(image.With(result.Records).ConsumerGroups.ById["readers"].Offsets.Keys, Is.EqualTo(new[] { new TopicPartition("orders", 1) }));
        }
    }

    [Test]
    public void Delete_InAnUnknownGroup_SaysSo() =>
        Assert.That(OffsetsControl.Delete(OneTopic, Deletion(("orders", 0))).Response.Error, Is.EqualTo(ErrorCode.GroupIdNotFound));

    private static DeleteOffsetsCommand Deletion(params (string Topic, int Partition)[] partitions) => new()
    {
        ConsumerGroup = "readers",
        Partitions = [.. partitions.Select(partition => new PartitionReference { Topic = partition.Topic, Partition = partition.Partition })],
    };

    private static ControlResult<CommitOffsetsResult> Commit(MetadataImage image, params OffsetCommit[] offsets) =>
        OffsetsControl.Commit(image, new CommitOffsetsCommand { ConsumerGroup = "readers", Offsets = [.. offsets] }, Now);

    private static OffsetCommit Offset(string topic, int partition, long offset, string? note = null) =>
        new() { Topic = topic, Partition = partition, Offset = new Offset(offset), LeaderEpoch = 3, Metadata = note };
}
