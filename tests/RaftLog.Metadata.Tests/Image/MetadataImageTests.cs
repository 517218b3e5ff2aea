using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using RaftLog.Metadata.Tests.Support;
using RaftLog.Model;

namespace RaftLog.Metadata.Tests.Image;

public sealed class MetadataImageTests
{
    private static readonly Arbitrary<int> Seeds = Gen.Choose(1, 1_000_000).ToArbitrary();

    [Test]
    public void Snapshot_GivesTheSameImage() => Prop.ForAll(Seeds, seed =>
    {
        var history = new RandomHistory(seed, requests: 60);
        var output = new ArrayBufferWriter<byte>();
        MetadataSnapshot.Write(history.Image, output);

        var read = MetadataSnapshot.Read(history.Image.Index, new ReadOnlySequence<byte>(output.WrittenMemory));

        Images.AssertSame(history.Image, read);
        Assert.That(read.Index, Is.EqualTo(history.Image.Index));
    }).QuickCheckThrowOnFailure();

    /// <summary>Brokers compare snapshots by their bytes nowhere, but a simulation that is to repeat a run needs them equal, whatever the hash of a string is today.</summary>
    [Test]
    public void Snapshot_ListsOffsetsInTheOrderOfTheirPartitions()
    {
        var offsets = Enumerable.Range(0, 50).Reverse().Select(i => KeyValuePair.Create(new TopicPartition($"t{i % 7}", i), new CommittedOffset(new Offset(i), 0, "", 5)));
        var image = MetadataImage.Empty.With(OffsetCommitRecord.Of("group", 5, offsets));

        var written = MetadataSnapshot.Records(image).OfType<OffsetCommitRecord>().Single().Topics
            .SelectMany(topic => topic.Partitions.Select(partition => new TopicPartition(topic.Name, partition.Number)));

        Assert.That(written, Is.Ordered);
    }

    [Test]
    public void Records_InOneDelta_OrOneDeltaEach_GiveTheSameImage() => Prop.ForAll(Seeds, seed =>
    {
        var history = new RandomHistory(seed, requests: 60);

        Images.AssertSame(history.Image, MetadataImage.Empty.With(history.Entries.SelectMany(records => records)));
        Images.AssertSame(history.Image, history.Entries.SelectMany(records => records).Aggregate(MetadataImage.Empty, (image, record) => image.With(record)));
    }).QuickCheckThrowOnFailure();

    [Test]
    public void Delta_TouchesEverythingThatDiffers() => Prop.ForAll(Seeds, seed =>
    {
        var history = new RandomHistory(seed, requests: 40);
        var before = history.Entries.Take(history.Entries.Count / 2).Aggregate(MetadataImage.Empty, (image, records) => image.With(records));
        var delta = new MetadataDelta(before);
        delta.Apply(history.Entries.Skip(history.Entries.Count / 2).SelectMany(records => records));
        var change = delta.Finish(new LogIndex(1_000));
        var compared = MetadataComparison.Between(before, change.New);

        return compared.Topics.IsSubsetOf(change.Topics)
            && compared.Brokers.IsSubsetOf(change.Brokers)
            && compared.Configs.IsSubsetOf(change.Configs)
            && compared.ConsumerGroups.IsSubsetOf(change.ConsumerGroups);
    }).QuickCheckThrowOnFailure();

    [Test]
    public void Change_TellsCreatedAndDeletedTopics()
    {
        var before = Images.WithBrokers(1).WithTopic("old").WithTopic("stays");
        var delta = new MetadataDelta(before);
        delta.Apply(TopicsControl.Delete(before, new DeleteTopicsCommand { Topics = [new TopicReference { Name = "old" }] }).Records);
        delta.Apply(TopicsControl.Create(before, Images.Creation("new", 1, 1), Images.Defaults, new Random(99)).Records);

        var change = delta.Finish(new LogIndex(9));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(change.CreatedTopics.Select(topic => topic.Name), Is.EqualTo(new[] { "new" }));
            Assert.That(change.DeletedTopics.Select(topic => topic.Name), Is.EqualTo(new[] { "old" }));
        }
    }

    [Test]
    public void ConsumerGroup_DeletedAndWrittenAgainInOneDelta_HasNothingOfTheOldOne()
    {
        var image = MetadataImage.Empty.With(OffsetCommitRecord.Of("g", 0, [new(new TopicPartition("t", 0), new CommittedOffset(new Offset(9), 0, "", 0))]));

        var after = image.With(new RemoveConsumerGroupRecord { ConsumerGroup = "g" }, new ConsumerGroupRecord { ConsumerGroup = "g", Generation = 1 });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.ConsumerGroups.ById["g"].Offsets, Is.Empty);
            Assert.That(after.ConsumerGroups.ById["g"].Generation, Is.EqualTo(1));
        }
    }

    [Test]
    public void RecordThatDoesNotFit_StopsTheBroker()
    {
        var partition = new PartitionRecord { TopicId = new Guid(1, 2, 3, new byte[8]), Group = new GroupId(1) };

        Assert.That(() => MetadataImage.Empty.With(partition), Throws.TypeOf<InvariantViolationException>());
    }

    [Test]
    public void OldImage_IsLeftAlone()
    {
        var before = Images.WithBrokers(1).WithTopic("orders", partitions: 2);

        _ = before.With(new RemoveTopicRecord { TopicId = before.Topics.ByName["orders"].Id });

        Assert.That(before.Topics.ByName["orders"].Partitions, Has.Length.EqualTo(2));
    }
}
