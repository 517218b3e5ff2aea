using RaftLog.Metadata.Tests.Support;
using RaftLog.Model;

namespace RaftLog.Metadata.Tests.Control;

public sealed class TopicDeletionTests
{
    private static readonly MetadataImage TwoTopics = Images.WithBrokers(1).WithTopic("first", 2).WithTopic("second");

    [Test]
    public void Delete_ByName_RemovesTheTopic()
    {
        var result = Delete(new TopicReference { Name = "first" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Response.Topics.Single().TopicId, Is.EqualTo(TwoTopics.Topics.ByName["first"].Id));
            Assert.That(TwoTopics.With(result.Records).Topics.ByName.Keys, Is.EqualTo(new[] { "second" }));
        }
    }

    [Test]
    public void Delete_ById_RemovesTheTopicAndTellsItsName()
    {
        var result = Delete(new TopicReference { TopicId = TwoTopics.Topics.ByName["second"].Id });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Response.Topics.Single().Name, Is.EqualTo("second"));
            Assert.That(TwoTopics.With(result.Records).Topics.ByName.Keys, Is.EqualTo(new[] { "first" }));
        }
    }

    [Test]
    public void Delete_OfWhatIsNotThere_SaysSo()
    {
        var result = Delete(new TopicReference { Name = "third" }, new TopicReference { TopicId = new Guid(1, 2, 3, new byte[8]) });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                result.Response.Topics.Select(topic => topic.Error),
                Is.EqualTo(new[] { ErrorCode.UnknownTopicOrPartition, ErrorCode.UnknownTopicId }));
            Assert.That(result.Records, Is.Empty);
        }
    }

    [Test]
    public void Delete_ByNameAndId_IsRefused()
    {
        var result = Delete(new TopicReference { Name = "first", TopicId = TwoTopics.Topics.ByName["first"].Id });

        Assert.That(result.Response.Topics.Single().Error, Is.EqualTo(ErrorCode.InvalidRequest));
    }

    [Test]
    public void Delete_OfOneTopicInTwoWays_IsRefused()
    {
        var result = Delete(new TopicReference { Name = "first" }, new TopicReference { TopicId = TwoTopics.Topics.ByName["first"].Id });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Response.Topics.Select(topic => topic.Error), Has.All.EqualTo(ErrorCode.InvalidRequest));
            Assert.That(result.Records, Is.Empty);
        }
    }

    [Test]
    public void Delete_TakesConfigurationAndOffsetsAlong()
    {
        var image = TwoTopics.With(
            new ConfigRecord { ResourceType = ConfigResourceType.Topic, ResourceName = "first", Name = "retention.ms", Value = "1" },
            OffsetCommitRecord.Of("readers", 0, Offsets("first", "second")));

        var after = image.With(Delete(image, new TopicReference { Name = "first" }).Records);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.Configs.ByResource, Is.Empty);
            Assert.That(after.ConsumerGroups.OffsetOf("readers", new TopicPartition("first", 0)), Is.Null);
            Assert.That(after.ConsumerGroups.OffsetOf("readers", new TopicPartition("second", 0)), Is.Not.Null);
            Assert.That(after.Topics.ByGroup, Has.Count.EqualTo(1));
        }
    }

    private static Dictionary<TopicPartition, CommittedOffset> Offsets(params string[] topics) =>
        topics.ToDictionary(topic => new TopicPartition(topic, 0), _ => new CommittedOffset(new Offset(5), 1, "", 0));

    private static ControlResult<DeleteTopicsResult> Delete(params TopicReference[] topics) => Delete(TwoTopics, topics);

    private static ControlResult<DeleteTopicsResult> Delete(MetadataImage image, params TopicReference[] topics) =>
        TopicsControl.Delete(image, new DeleteTopicsCommand { Topics = [.. topics] });
}
