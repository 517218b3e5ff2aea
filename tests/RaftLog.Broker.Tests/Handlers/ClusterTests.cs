using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Handlers;

/// <summary>DescribeQuorum, UnregisterBroker, ListConfigResources, and who may do what: against a whole broker and others in name only.</summary>
public sealed class ClusterTests
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
    public async Task DescribeQuorum_TellsLeaderVotersAndHowFarTheyAre([Values(0, 1, 2)] int version)
    {
        var answer = await _client.CallAsync(QuorumOf("__cluster_metadata"), (short)version);

        var partition = answer.Topics.Single().Partitions.Single();
        var voter = partition.CurrentVoters.Single();
        Assert.That((answer.ErrorCode, partition.ErrorCode), Is.EqualTo((ErrorCode.None, ErrorCode.None)));
        Assert.That((partition.LeaderId, partition.LeaderEpoch, voter.ReplicaId), Is.EqualTo((TestBroker.Id, 1, TestBroker.Id)));
        Assert.That(voter.LogEndOffset, Is.GreaterThanOrEqualTo(partition.HighWatermark).And.Positive);
        Assert.That(partition.Observers, Is.Empty);
        Assert.That(answer.Nodes.Select(node => node.NodeId), Is.EqualTo(version < 2 ? Array.Empty<int>() : [TestBroker.Id]));
        Assert.That(voter.ReplicaDirectoryId, version < 2 ? Is.EqualTo(Guid.Empty) : Is.Not.EqualTo(Guid.Empty));
    }

    [Test]
    public async Task DescribeQuorum_OfAnotherTopic_IsUnknown()
    {
        var answer = await _client.CallAsync(QuorumOf("t"), version: 2);

        Assert.That(answer.Topics.Single().Partitions.Single().ErrorCode, Is.EqualTo(ErrorCode.UnknownTopicOrPartition));
    }

    [Test]
    public async Task UnregisterBroker_TakesOneOutThatIsSilent_AndRefusesOneThatLives()
    {
        await _broker.RegisterPhantomAsync(2);

        Assert.That((await UnregisterAsync(2)).ErrorCode, Is.EqualTo(ErrorCode.PolicyViolation));
        Assert.That((await UnregisterAsync(7)).ErrorCode, Is.EqualTo(ErrorCode.BrokerIdNotRegistered));
        Assert.That((await UnregisterAsync(7)).ErrorMessage, Does.Contain("7"));
    }

    [Test]
    public async Task ListConfigResources_TellsTopicsAndBrokers()
    {
        await _broker.CreateTopicAsync("t");

        var all = await _client.CallAsync(new ListConfigResourcesRequest(), version: 1);
        var topics = await _client.CallAsync(new ListConfigResourcesRequest { ResourceTypes = [(sbyte)ConfigResourceType.Topic] }, version: 1);

        Assert.That(all.ConfigResources.Select(one => (one.ResourceType, one.ResourceName)), Is.EqualTo(new[] { ((sbyte)2, "t"), ((sbyte)4, "1") }));
        Assert.That(topics.ConfigResources.Select(one => one.ResourceName), Is.EqualTo(new[] { "t" }));
    }

    [Test]
    public async Task ListConfigResources_HasNoMetricsOfClients_AndRefusesKindsThatNobodyKnows()
    {
        Assert.That((await _client.CallAsync(new ListConfigResourcesRequest(), version: 0)).ConfigResources, Is.Empty);
        Assert.That(
            (await _client.CallAsync(new ListConfigResourcesRequest { ResourceTypes = [99] }, version: 1)).ErrorCode,
            Is.EqualTo(ErrorCode.UnsupportedVersion));
    }

    [TestCase(false, int.MinValue)]
    [TestCase(true, 0b1111_1010_0000 | 1 << 12)]
    public async Task OperationsOnTheCluster_AreTold_WhenAskedFor(bool asked, int expected)
    {
        var metadata = await _client.CallAsync(new MetadataRequest { IncludeClusterAuthorizedOperations = asked }, version: 9);
        var cluster = await _client.CallAsync(new DescribeClusterRequest { IncludeClusterAuthorizedOperations = asked }, version: 1);

        Assert.That(metadata.ClusterAuthorizedOperations, Is.EqualTo(expected));
        Assert.That(cluster.ClusterAuthorizedOperations, Is.EqualTo(expected));
    }

    [TestCase(false, int.MinValue)]
    [TestCase(true, 0b1101_1111_1000)]
    public async Task OperationsOnATopic_AreTold_WhenAskedFor(bool asked, int expected)
    {
        await _broker.CreateTopicAsync("t");

        var metadata = await _client.CallAsync(new MetadataRequest { Topics = null, IncludeTopicAuthorizedOperations = asked }, version: 13);

        Assert.That(metadata.Topics.Single().TopicAuthorizedOperations, Is.EqualTo(expected));
    }

    [Test]
    public async Task Metadata_OfAnUnknownId_HasNoName([Values(10, 12)] int version)
    {
        var asked = new MetadataRequest.Topic { TopicId = Guid.Parse("00000000-0000-0000-0000-000000000007"), Name = null };

        var topic = (await _client.CallAsync(new MetadataRequest { Topics = [asked] }, (short)version)).Topics.Single();

        Assert.That((topic.Name, topic.ErrorCode), Is.EqualTo((version < 12 ? "" : null, ErrorCode.UnknownTopicId)));
    }

    private Task<UnregisterBrokerResponse> UnregisterAsync(int id) => _client.CallAsync(new UnregisterBrokerRequest { BrokerId = id }, version: 0);

    private static DescribeQuorumRequest QuorumOf(string topic) =>
        new() { Topics = [new() { TopicName = topic, Partitions = [new DescribeQuorumRequest.Partition { PartitionIndex = 0 }] }] };
}
