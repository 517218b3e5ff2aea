using RaftLog.Broker.Tests.Support;
using RaftLog.Metadata;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Handlers;

/// <summary>Metadata, CreateTopics, DeleteTopics, DescribeConfigs and DescribeCluster, against a whole broker.</summary>
public sealed class TopicTests
{
    private TestBroker _broker = null!;
    private TestClient _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _broker = await TestBroker.StartAsync();
        _client = _broker.Connect();
    }

    [TearDown]
    public async Task StopAsync() => await _broker.DisposeAsync();

    [Test]
    public async Task NewTopic_CanBeUsedAtOnce()
    {
        await _broker.CreateTopicAsync("t", partitions: 4);

        var topic = (await AskAsync("t", version: 9)).Topics.Single();

        Assert.That(topic.Partitions.Select(partition => partition.ErrorCode), Is.All.EqualTo(ErrorCode.None));
        Assert.That(topic.Partitions.Select(partition => partition.LeaderId), Is.All.EqualTo(TestBroker.Id));
    }

    [Test]
    public async Task Metadata_TellsBrokersTopicsAndIds_InEveryVersion([Range(0, 13)] int version)
    {
        var created = await _broker.CreateTopicAsync("t");

        var answer = await AskAsync("t", (short)version);

        Assert.That(answer.Brokers.Select(broker => (broker.NodeId, broker.Host, broker.Port)), Is.EqualTo(new[] { (1, TestBroker.Host, TestBroker.Port) }));
        var topic = answer.Topics.Single();
        Assert.That((topic.ErrorCode, topic.Name), Is.EqualTo((ErrorCode.None, "t")));
        Assert.That(topic.TopicId, Is.EqualTo(version >= 10 ? created.TopicId : Guid.Empty));
        Assert.That(answer.ControllerId, Is.EqualTo(version >= 1 ? 1 : -1));
    }

    [Test]
    public async Task Metadata_OfAllTopicsOrNone()
    {
        await _broker.CreateTopicAsync("a");
        await _broker.CreateTopicAsync("b");

        Assert.That((await _client.CallAsync(new MetadataRequest { Topics = null }, version: 1)).Topics, Has.Count.EqualTo(2));
        Assert.That((await _client.CallAsync(new MetadataRequest { Topics = [] }, version: 0)).Topics, Has.Count.EqualTo(2));
        Assert.That((await _client.CallAsync(new MetadataRequest { Topics = [] }, version: 1)).Topics, Is.Empty);
    }

    [Test]
    public async Task Metadata_OfAPartitionWithoutKnownLeader_SaysSo()
    {
        await _broker.RegisterPhantomAsync(2);
        var request = CreateRequest("t");
        request.TimeoutMs = 50;
        request.Topics[0].NumPartitions = -1;
        request.Topics[0].ReplicationFactor = -1;
        request.Topics[0].Assignments = [new CreateTopicsRequest.Assignment { BrokerIds = [2] }];
        await _client.CallAsync(request, version: 5);

        var partition = (await AskAsync("t", version: 9)).Topics.Single().Partitions.Single();

        Assert.That((partition.ErrorCode, partition.LeaderId), Is.EqualTo((ErrorCode.LeaderNotAvailable, -1)));
    }

    [TestCase("nowhere", ErrorCode.UnknownTopicOrPartition)]
    [TestCase("", ErrorCode.InvalidTopicException)]
    [TestCase("..", ErrorCode.InvalidTopicException)]
    [TestCase("with space", ErrorCode.InvalidTopicException)]
    [TestCase("slash/ed", ErrorCode.InvalidTopicException)]
    public async Task Metadata_OfATopicThatIsNotThere_SaysWhy_AndCreatesNothing(string name, ErrorCode expected)
    {
        Assert.That((await AskAsync(name, version: 9)).Topics.Single().ErrorCode, Is.EqualTo(expected));
        Assert.That(_broker.Image.Topics.Count, Is.Zero);
    }

    [TestCase("")]
    [TestCase(".")]
    [TestCase("..")]
    [TestCase("with space")]
    [TestCase("slash/ed")]
    [TestCase("ümlaut")]
    public async Task CreateTopics_RefusesInvalidNames(string name) =>
        Assert.That((await CreateAsync(CreateRequest(name))).ErrorCode, Is.EqualTo(ErrorCode.InvalidTopicException));

    [Test]
    public async Task CreateTopics_RefusesNamesThatAreTooLong() =>
        Assert.That((await CreateAsync(CreateRequest(new string('x', 250)))).ErrorCode, Is.EqualTo(ErrorCode.InvalidTopicException));

    [Test]
    public async Task CreateTopics_AnswersInEveryVersion([Range(0, 7)] int version)
    {
        var answer = await CreateAsync(CreateRequest("t"), (short)version);

        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.None));
        if (version >= 5)
        {
            Assert.That((answer.NumPartitions, answer.ReplicationFactor), Is.EqualTo((1, (short)1)));
            Assert.That(answer.Configs!.Select(config => config.Name), Has.Member("retention.ms"));
        }
    }

    [Test]
    public async Task CreateTopics_TellsWhatIsWrong()
    {
        await _broker.CreateTopicAsync("there");
        var replicated = CreateRequest("t");
        replicated.Topics[0].ReplicationFactor = 3;
        var none = CreateRequest("t");
        none.Topics[0].NumPartitions = 0;
        var configured = CreateRequest("t");
        configured.Topics[0].Configs = [new CreateTopicsRequest.Config { Name = "retention.mss", Value = "1" }];

        Assert.That((await CreateAsync(CreateRequest("there"))).ErrorCode, Is.EqualTo(ErrorCode.TopicAlreadyExists));
        Assert.That((await CreateAsync(replicated)).ErrorCode, Is.EqualTo(ErrorCode.InvalidReplicationFactor));
        Assert.That((await CreateAsync(none)).ErrorCode, Is.EqualTo(ErrorCode.InvalidPartitions));
        Assert.That((await CreateAsync(configured)).ErrorCode, Is.EqualTo(ErrorCode.InvalidConfig));
    }

    [Test]
    public async Task CreateTopics_RefusesATopicNamedTwice_ButCreatesTheOthers()
    {
        var request = CreateRequest("twice");
        request.Topics.AddRange([CreateRequest("twice").Topics[0], CreateRequest("once").Topics[0]]);

        var answer = await _client.CallAsync(request, version: 5);

        Assert.That(
            answer.Topics.Select(topic => (topic.Name, topic.ErrorCode)),
            Is.EquivalentTo(new[] { ("once", ErrorCode.None), ("twice", ErrorCode.InvalidRequest) }));
    }

    [Test]
    public async Task CreateTopics_ThatOnlyValidates_CreatesNothing()
    {
        var request = CreateRequest("t");
        request.ValidateOnly = true;
        request.Topics[0].Configs = [new CreateTopicsRequest.Config { Name = "retention.ms", Value = "7" }];

        var answer = await CreateAsync(request);

        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.None));
        Assert.That(answer.Configs!.Single(config => config.Name == "retention.ms").Value, Is.EqualTo("7"));
        Assert.That(_broker.Image.Topics.Count, Is.Zero);
    }

    [Test]
    public async Task AutoCreation_HappensOnlyWhereConfigured()
    {
        await using var creating = await TestBroker.StartAsync(
            configFile: new Dictionary<string, string> { [BrokerConfigNames.AutoCreateTopicsEnable] = "true" });
        var client = creating.Connect();
        var forbidden = new MetadataRequest { Topics = [new MetadataRequest.Topic { Name = "forbidden" }], AllowAutoTopicCreation = false };
        var wanted = new MetadataRequest { Topics = [new MetadataRequest.Topic { Name = "wanted" }] };

        Assert.That((await client.CallAsync(forbidden, version: 9)).Topics.Single().ErrorCode, Is.EqualTo(ErrorCode.UnknownTopicOrPartition));
        Assert.That((await client.CallAsync(wanted, version: 9)).Topics.Single().ErrorCode, Is.EqualTo(ErrorCode.None));
        Assert.That(creating.Image.Topics.ByName.Keys, Is.EqualTo(new[] { "wanted" }));
    }

    [Test]
    public async Task DeleteTopics_ByName_ClosesItsReplicas()
    {
        await _broker.CreateTopicAsync("t", partitions: 3);

        var answer = await _client.CallAsync(new DeleteTopicsRequest { TopicNames = ["t", "nowhere"], TimeoutMs = 30_000 }, version: 4);

        Assert.That(answer.Responses.Select(topic => topic.ErrorCode), Is.EqualTo(new[] { ErrorCode.None, ErrorCode.UnknownTopicOrPartition }));
        await Eventually.HoldsAsync(() => _broker.Broker.PartitionCount == 0);
        Assert.That((await AskAsync("t", version: 9)).Topics.Single().ErrorCode, Is.EqualTo(ErrorCode.UnknownTopicOrPartition));
    }

    [Test]
    public async Task DeleteTopics_ById()
    {
        var created = await _broker.CreateTopicAsync("t");
        var request = new DeleteTopicsRequest { TimeoutMs = 30_000 };
        request.Topics.Add(new DeleteTopicsRequest.Topic { TopicId = created.TopicId });

        var answer = await _client.CallAsync(request, version: 6);

        Assert.That(answer.Responses.Select(topic => (topic.Name, topic.ErrorCode)), Is.EqualTo(new[] { ("t", ErrorCode.None) }));
    }

    [Test]
    public async Task TopicCreatedAnew_HasAnotherId_AndNoneOfTheOldRecords()
    {
        var first = await _broker.CreateTopicAsync("t");
        await ProduceTests.OneAsync(_client, Batches.Produce("t", 0, Batches.Of("old")));
        await _client.CallAsync(new DeleteTopicsRequest { TopicNames = ["t"], TimeoutMs = 30_000 }, version: 4);
        var second = await _broker.CreateTopicAsync("t");

        var fetched = await _client.CallAsync(Batches.Fetch("t", 0, offset: 0), version: 11);

        Assert.That(second.TopicId, Is.Not.EqualTo(first.TopicId));
        Assert.That(fetched.Responses.Single().Partitions.Single().HighWatermark, Is.Zero);
    }

    [Test]
    public async Task DescribeConfigs_TellsValuesSourcesAndSynonyms([Range(0, 4)] int version)
    {
        await _broker.CreateTopicAsync("t", configs: new Dictionary<string, string> { ["retention.ms"] = "1234" });
        var request = new DescribeConfigsRequest { IncludeSynonyms = version >= 1 };
        request.Resources.Add(new DescribeConfigsRequest.Resource
        {
            ResourceType = Protocol.ConfigResourceType.Topic,
            ResourceName = "t",
            ConfigurationKeys = ["retention.ms", "segment.bytes"],
        });

        var configs = (await _client.CallAsync(request, (short)version)).Results.Single().Configs.ToDictionary(config => config.Name);

        Assert.That(configs.Keys, Is.EquivalentTo(new[] { "retention.ms", "segment.bytes" }));
        Assert.That(configs["retention.ms"].Value, Is.EqualTo("1234"));
        if (version >= 1)
        {
            Assert.That(configs["retention.ms"].ConfigSource, Is.EqualTo(Protocol.ConfigSource.DynamicTopic));
            Assert.That(configs["retention.ms"].Synonyms, Has.Count.GreaterThan(1));
        }
    }

    [TestCase(Protocol.ConfigResourceType.Topic, "nowhere", ErrorCode.UnknownTopicOrPartition)]
    [TestCase(Protocol.ConfigResourceType.Topic, "not a name", ErrorCode.InvalidTopicException)]
    [TestCase(Protocol.ConfigResourceType.Broker, "2", ErrorCode.InvalidRequest)]
    [TestCase(Protocol.ConfigResourceType.Broker, "1", ErrorCode.None)]
    [TestCase(Protocol.ConfigResourceType.Broker, "", ErrorCode.None)]
    [TestCase(Protocol.ConfigResourceType.BrokerLogger, "1", ErrorCode.InvalidRequest)]
    public async Task DescribeConfigs_OfOtherResources(Protocol.ConfigResourceType type, string name, ErrorCode expected)
    {
        var request = new DescribeConfigsRequest();
        request.Resources.Add(new DescribeConfigsRequest.Resource { ResourceType = type, ResourceName = name, ConfigurationKeys = null });

        Assert.That((await _client.CallAsync(request, version: 4)).Results.Single().ErrorCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task DescribeCluster_TellsTheSameAddressesAsMetadata([Values(0, 1, 2)] int version)
    {
        var answer = await _client.CallAsync(new DescribeClusterRequest(), (short)version);

        Assert.That((answer.ClusterId, answer.ControllerId), Is.EqualTo(("cluster", 1)));
        Assert.That(answer.Brokers.Select(broker => (broker.BrokerId, broker.Host, broker.Port)), Is.EqualTo(new[] { (1, TestBroker.Host, TestBroker.Port) }));
    }

    private Task<MetadataResponse> AskAsync(string topic, short version) =>
        _client.CallAsync(new MetadataRequest { Topics = [new MetadataRequest.Topic { Name = topic }] }, version);

    private static CreateTopicsRequest CreateRequest(string name) => new()
    {
        TimeoutMs = 30_000,
        Topics = [new CreateTopicsRequest.Topic { Name = name, NumPartitions = 1, ReplicationFactor = 1 }],
    };

    private async Task<CreateTopicsResponse.Topic> CreateAsync(CreateTopicsRequest request, short version = 5) =>
        (await _client.CallAsync(request, version)).Topics.Single();
}
