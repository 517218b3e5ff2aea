using RaftLog.Metadata.Tests.Support;
using RaftLog.Model;

namespace RaftLog.Metadata.Tests.Control;

/// <summary>More partitions for topics that exist.</summary>
public sealed class PartitionsControlTests
{
    private static readonly MetadataImage Image = Images.WithBrokers(3).WithTopic("orders", partitions: 2, replicas: 2).WithTopic("another");

    [Test]
    public void Growth_AddsPartitionsBehindTheOthers_WithGroupsOfTheirOwn()
    {
        var result = Grow(Growth("orders", 4));

        Assert.That(result.Response.Topics.Single().Error, Is.EqualTo(ErrorCode.None), result.Response.Topics.Single().ErrorMessage);
        var topic = Image.With(result.Records).Topics.ByName["orders"];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(topic.Partitions.Select(partition => partition.Number), Is.EqualTo(new[] { 0, 1, 2, 3 }));
            Assert.That(topic.Partitions.Select(partition => partition.Group.Value), Is.EqualTo(new[] { 1L, 2L, 4L, 5L }));
            Assert.That(topic.Partitions, Has.All.Matches<PartitionImage>(partition => partition!.Replicas.Length == 2));
            Assert.That(topic.Partitions.Take(2), Is.EqualTo(Image.Topics.ByName["orders"].Partitions));
        }
    }

    [Test]
    public void Growth_CountsTheReplicasThatTheTopicHas_WhenItPlacesNewOnes()
    {
        var image = Images.WithBrokers(3).WithTopic("orders");

        var partitions = image.With(PartitionsControl.Create(image, Command(Growth("orders", 3))).Records).Topics.ByName["orders"].Partitions;

        Assert.That(partitions.Select(partition => partition.Replicas.Single().Broker.Value), Is.EquivalentTo(new[] { 1, 2, 3 }));
    }

    [Test]
    public void Growth_TakesAssignments_InTheOrderOfTheNewPartitions()
    {
        var result = Grow(Growth("orders", 4, [3, 1], [2, 3]));

        var partitions = Image.With(result.Records).Topics.ByName["orders"].Partitions;
        Assert.That(partitions[2].Replicas.Select(replica => replica.Broker.Value), Is.EqualTo(new[] { 3, 1 }));
        Assert.That(partitions[3].Replicas.Select(replica => replica.Broker.Value), Is.EqualTo(new[] { 2, 3 }));
    }

    [Test]
    public void Growth_OfSeveralTopics_GivesNoGroupTwice()
    {
        var result = Grow(Growth("orders", 4), Growth("nowhere", 2), Growth("another", 3));

        Assert.That(result.Response.Topics.Select(topic => topic.Error), Is.EqualTo(new[] { ErrorCode.None, ErrorCode.UnknownTopicOrPartition, ErrorCode.None }));
        Assert.That(result.Records.Cast<PartitionRecord>().Select(record => record.Group.Value), Is.EqualTo(new[] { 4L, 5L, 6L, 7L }));
    }

    [TestCase(2, "are not more")]
    [TestCase(1, "are not more")]
    [TestCase(-1, "are not more")]
    public void Growth_ToAsManyOrFewer_IsRefused(int count, string message) => AssertRefused(ErrorCode.InvalidPartitions, message, Growth("orders", count));

    [Test]
    public void Growth_BeyondWhatOneRequestMayCreate_IsRefused() =>
        AssertRefused(ErrorCode.PolicyViolation, "at most", Growth("orders", TopicsControl.MaxPartitionsPerRequest + 3));

    [Test]
    public void Assignments_OfAnotherNumber_AreRefused() =>
        AssertRefused(ErrorCode.InvalidReplicaAssignment, "2 partitions are to be added, and 1 are assigned", Growth("orders", 4, [1, 2]));

    [TestCase(new[] { 1 }, "1 brokers where another has 2")]
    [TestCase(new[] { 1, 1 }, "a broker twice")]
    [TestCase(new[] { 1, 9 }, "broker 9")]
    [TestCase(new int[0], "no brokers")]
    public void BadAssignments_AreRefused_AndNameThePartition(int[] brokers, string message)
    {
        AssertRefused(ErrorCode.InvalidReplicaAssignment, message, Growth("orders", 3, brokers));
        AssertRefused(ErrorCode.InvalidReplicaAssignment, "partition 2", Growth("orders", 3, brokers));
    }

    [Test]
    public void Growth_WithFewerLiveBrokersThanReplicas_IsRefused()
    {
        var image = Image.With(
            new BrokerStateRecord { Broker = new BrokerId(2), IsFenced = true }, new BrokerStateRecord { Broker = new BrokerId(3), IsFenced = true });

        var outcome = PartitionsControl.Create(image, Command(Growth("orders", 3))).Response.Topics.Single();

        Assert.That((outcome.Error, outcome.ErrorMessage), Is.EqualTo((ErrorCode.InvalidReplicationFactor, outcome.ErrorMessage)));
        Assert.That(outcome.ErrorMessage, Does.Contain("there are 1"));
    }

    [Test]
    public void TopicNamedTwice_IsRefused() => AssertRefused(ErrorCode.InvalidRequest, "more than once", Growth("orders", 3), Growth("orders", 4));

    [Test]
    public void ValidateOnly_AnswersTheSame_AndChangesNothing()
    {
        var command = Command(Growth("orders", 3), Growth("another", 1));
        command.ValidateOnly = true;

        var result = PartitionsControl.Create(Image, command);

        Assert.That(result.Response.Topics.Select(topic => topic.Error), Is.EqualTo(new[] { ErrorCode.None, ErrorCode.InvalidPartitions }));
        Assert.That(result.Records, Is.Empty);
    }

    private static void AssertRefused(ErrorCode error, string message, params TopicGrowth[] topics)
    {
        var result = Grow(topics);

        Assert.That(result.Response.Topics.Select(topic => topic.Error), Has.All.EqualTo(error));
        Assert.That(result.Response.Topics[0].ErrorMessage, Does.Contain(message));
        Assert.That(result.Records, Is.Empty);
    }

    private static ControlResult<CreatePartitionsResult> Grow(params TopicGrowth[] topics) => PartitionsControl.Create(Image, Command(topics));

    private static CreatePartitionsCommand Command(params TopicGrowth[] topics) => new() { Topics = [.. topics] };

    private static TopicGrowth Growth(string topic, int count, params int[][] assignments) => new()
    {
        Topic = topic,
        PartitionCount = count,
        Assignments = assignments.Length == 0
            ? null
            : [.. assignments.Select(brokers => new PartitionAssignment { Brokers = [.. brokers.Select(id => new BrokerId(id))] })],
    };
}
