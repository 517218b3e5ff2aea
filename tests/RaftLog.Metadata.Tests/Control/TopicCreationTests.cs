using RaftLog.Metadata.Tests.Support;
using RaftLog.Model;

namespace RaftLog.Metadata.Tests.Control;

public sealed class TopicCreationTests
{
    private static readonly MetadataImage ThreeBrokers = Images.WithBrokers(3);

    [Test]
    public void Create_MakesTheTopicItsPartitionsAndItsConfiguration()
    {
        var command = Images.Creation("orders", partitions: 2, replicas: 3);
        command.Topics[0].Configs = [new ConfigSetting { Name = "retention.ms", Value = "1000" }];

        var result = Create(ThreeBrokers, command);

        var created = result.Response.Topics.Single();
        var image = ThreeBrokers.With(result.Records);
        Assert.That(image.Topics.TryGet("orders", out var topic), Is.True);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(created.Error, Is.EqualTo(ErrorCode.None));
            Assert.That(created.TopicId, Is.EqualTo(topic!.Id).And.Not.EqualTo(Guid.Empty));
            Assert.That((created.PartitionCount, created.ReplicationFactor), Is.EqualTo((2, 3)));
            Assert.That(topic.Partitions.Select(partition => partition.Number), Is.EqualTo(new[] { 0, 1 }));
            Assert.That(topic.Partitions.Select(partition => partition.Group.Value), Is.EqualTo(new[] { 1L, 2L }));
            Assert.That(topic.Partitions[0].Replicas, Has.All.Matches<ReplicaId>(replica => replica.Directory == Images.Directory(replica.Broker.Value)));
            Assert.That(image.Configs.Of(ConfigResource.Topic("orders"))["retention.ms"], Is.EqualTo("1000"));
        }
    }

    [Test]
    public void Create_WithMinusOne_TakesTheDefaultsOfTheCluster()
    {
        var image = ThreeBrokers.With(
            new ConfigRecord { ResourceType = ConfigResourceType.Broker, Name = "num.partitions", Value = "5" },
            new ConfigRecord { ResourceType = ConfigResourceType.Broker, Name = "default.replication.factor", Value = "2" });

        var created = Create(image, Images.Creation("orders")).Response.Topics.Single();

        Assert.That((created.PartitionCount, created.ReplicationFactor), Is.EqualTo((5, 2)));
    }

    [Test]
    public void Create_WithMinusOne_TakesTheDefaultsOfTheBrokersFile()
    {
        var configs = new ConfigResolver(new BrokerId(1), new Dictionary<string, string> { ["num.partitions"] = "7" });

        var created = TopicsControl.Create(ThreeBrokers, Images.Creation("orders"), configs, new Random(1)).Response.Topics.Single();

        Assert.That((created.PartitionCount, created.ReplicationFactor), Is.EqualTo((7, 1)));
    }

    /// <summary>An entry of the log has to hold them, and the controller to place them while everybody waits.</summary>
    [Test]
    public void Create_CountsTheDefaultNumberOfPartitionsToo()
    {
        var configs = new ConfigResolver(new BrokerId(1), new Dictionary<string, string> { ["num.partitions"] = "6000" });
        CreateTopicsCommand command = Images.Creation("orders");
        command.Topics.AddRange(Images.Creation("payments").Topics);

        var created = TopicsControl.Create(ThreeBrokers, command, configs, new Random(1)).Response.Topics;

        Assert.That(created.Select(topic => topic.Error), Is.All.EqualTo(ErrorCode.PolicyViolation));
    }

    [TestCase(0, 1, ErrorCode.InvalidPartitions)]
    [TestCase(-2, 1, ErrorCode.InvalidPartitions)]
    [TestCase(1, 0, ErrorCode.InvalidReplicationFactor)]
    [TestCase(1, -3, ErrorCode.InvalidReplicationFactor)]
    [TestCase(1, 4, ErrorCode.InvalidReplicationFactor)]
    [TestCase(20_000, 1, ErrorCode.PolicyViolation)]
    public void Create_RefusesNumbersThatCannotBe(int partitions, int replicas, ErrorCode expected)
    {
        var result = Create(ThreeBrokers, Images.Creation("orders", partitions, replicas));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Response.Topics.Single().Error, Is.EqualTo(expected));
            Assert.That(result.Response.Topics.Single().ErrorMessage, Is.Not.Empty);
            Assert.That(result.Records, Is.Empty);
        }
    }

    [Test]
    public void Create_DoesNotCountFencedBrokers()
    {
        var image = ThreeBrokers.With(new BrokerStateRecord { Broker = new BrokerId(2), IsFenced = true });

        var result = Create(image, Images.Creation("orders", 1, 3));

        Assert.That(result.Response.Topics.Single().ErrorMessage, Does.Contain("there are 2"));
    }

    [Test]
    public void Create_RefusesWhatExists() => AssertError(
        ThreeBrokers.WithTopic("orders"), Images.Creation("orders", 1, 1), ErrorCode.TopicAlreadyExists, "already exists");

    [Test]
    public void Create_RefusesACollidingName() => AssertError(
        ThreeBrokers.WithTopic("my.orders"), Images.Creation("my_orders", 1, 1), ErrorCode.InvalidTopicException, "my.orders");

    [Test]
    public void Create_RefusesAnInvalidName() => AssertError(
        ThreeBrokers, Images.Creation("my orders", 1, 1), ErrorCode.InvalidTopicException, "position 2");

    [Test]
    public void Create_RefusesAnUnknownConfiguration_AndNamesTheNearOne()
    {
        var command = Images.Creation("orders", 1, 1);
        command.Topics[0].Configs = [new ConfigSetting { Name = "retention.mss", Value = "1" }];

        AssertError(ThreeBrokers, command, ErrorCode.InvalidConfig, "did you mean 'retention.ms'?");
    }

    [Test]
    public void Create_RefusesAnInvalidValue()
    {
        var command = Images.Creation("orders", 1, 1);
        command.Topics[0].Configs = [new ConfigSetting { Name = "cleanup.policy", Value = "shred" }];

        AssertError(ThreeBrokers, command, ErrorCode.InvalidConfig, "delete, compact");
    }

    [Test]
    public void Create_LeavesOutOnlyTheTopicsThatCannotBe()
    {
        var command = new CreateTopicsCommand
        {
            Topics =
            [
                new TopicCreation { Name = "good", PartitionCount = 1, ReplicationFactor = 1 },
                new TopicCreation { Name = "bad name", PartitionCount = 1, ReplicationFactor = 1 },
                new TopicCreation { Name = "twice", PartitionCount = 1, ReplicationFactor = 1 },
                new TopicCreation { Name = "twice", PartitionCount = 1, ReplicationFactor = 1 },
                new TopicCreation { Name = "good.too", PartitionCount = 1, ReplicationFactor = 1 },
                new TopicCreation { Name = "good_too", PartitionCount = 1, ReplicationFactor = 1 },
            ],
        };

        var result = Create(ThreeBrokers, command);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Response.Topics.Select(topic => topic.Error), Is.EqualTo(new[]
            {
                ErrorCode.None, ErrorCode.InvalidTopicException, ErrorCode.InvalidRequest, ErrorCode.InvalidRequest, ErrorCode.None, ErrorCode.InvalidTopicException,
            }));
            Assert.That(ThreeBrokers.With(result.Records).Topics.ByName.Keys, Is.EquivalentTo(new[] { "good", "good.too" }));
        }
    }

    [Test]
    public void Create_ThatOnlyValidates_AnswersAndChangesNothing()
    {
        var command = Images.Creation("orders", 3, 2);
        command.ValidateOnly = true;

        var result = Create(ThreeBrokers, command);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Records, Is.Empty);
            Assert.That(result.Response.Topics.Single().PartitionCount, Is.EqualTo(3));
        }
    }

    [Test]
    public void Create_NeverGivesAGroupTwice_EvenAfterADeletion()
    {
        var image = ThreeBrokers.WithTopic("first", partitions: 3);
        image = image.With(new RemoveTopicRecord { TopicId = image.Topics.ByName["first"].Id });

        var again = image.WithTopic("first", partitions: 1);

        Assert.That(again.Topics.ByName["first"].Partitions[0].Group.Value, Is.EqualTo(4));
    }

    private static ControlResult<CreateTopicsResult> Create(MetadataImage image, CreateTopicsCommand command) =>
        TopicsControl.Create(image, command, Images.Defaults, new Random(1));

    private static void AssertError(MetadataImage image, CreateTopicsCommand command, ErrorCode expected, string message)
    {
        var result = Create(image, command);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Response.Topics.Single().Error, Is.EqualTo(expected));
            Assert.That(result.Response.Topics.Single().ErrorMessage, Does.Contain(message));
            Assert.That(result.Records, Is.Empty);
        }
    }
}
