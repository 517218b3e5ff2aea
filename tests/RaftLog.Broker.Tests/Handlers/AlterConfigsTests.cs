using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Handlers;

/// <summary>AlterConfigs and IncrementalAlterConfigs, and that changes hold at once, against a whole broker.</summary>
public sealed class AlterConfigsTests
{
    private TestBroker _broker = null!;
    private TestClient _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _broker = await TestBroker.StartAsync();
        _client = _broker.Connect();
        await _broker.CreateTopicAsync("t", configs: new Dictionary<string, string> { ["retention.ms"] = "1000" });
    }

    [TearDown]
    public async Task StopAsync() => await _broker.DisposeAsync();

    [Test]
    public async Task OneKey_IsChanged_AndTheOthersStay([Range(0, 1)] int version)
    {
        var answer = await IncrementAsync("segment.bytes", "2097152", ConfigOperation.Set, (short)version);

        Assert.That((answer.ErrorCode, answer.ResourceName), Is.EqualTo((ErrorCode.None, "t")));
        Assert.That(await ValueAsync("segment.bytes"), Is.EqualTo("2097152"));
        Assert.That(await ValueAsync("retention.ms"), Is.EqualTo("1000"));
    }

    [Test]
    public async Task DeletedKey_GoesBackToItsDefault()
    {
        await IncrementAsync("retention.ms", null, ConfigOperation.Delete);

        Assert.That(await ValueAsync("retention.ms"), Is.EqualTo("604800000"));
    }

    [Test]
    public async Task WholeConfiguration_IsReplaced([Range(0, 2)] int version)
    {
        var request = new AlterConfigsRequest();
        request.Resources.Add(new AlterConfigsRequest.Resource
        {
            ResourceType = ConfigResourceType.Topic,
            ResourceName = "t",
            Configs = [new AlterConfigsRequest.Config { Name = "segment.bytes", Value = "2097152" }],
        });

        var answer = (await _client.CallAsync(request, (short)version)).Responses.Single();

        Assert.That((answer.ErrorCode, answer.ResourceName), Is.EqualTo((ErrorCode.None, "t")));
        Assert.That(await ValueAsync("segment.bytes"), Is.EqualTo("2097152"));
        Assert.That(await ValueAsync("retention.ms"), Is.EqualTo("604800000"), "What is not named goes back to its default.");
    }

    [Test]
    public async Task UnknownKey_IsRefused_WithTheOneThatWasMeant()
    {
        var answer = await IncrementAsync("retention.mss", "5", ConfigOperation.Set);

        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.InvalidConfig));
        Assert.That(answer.ErrorMessage, Does.Contain("'retention.ms'"));
    }

    [Test]
    public async Task BadValue_ChangesNothing()
    {
        Assert.That((await IncrementAsync("retention.ms", "soon", ConfigOperation.Set)).ErrorCode, Is.EqualTo(ErrorCode.InvalidConfig));
        Assert.That(await ValueAsync("retention.ms"), Is.EqualTo("1000"));
    }

    /// <summary>What Kafka takes for the asking must not keep a log from opening, at once or at the next start.</summary>
    [Test]
    public async Task LeastValues_AreOnesThatALogOpensWith()
    {
        var least = new Dictionary<string, string> { ["flush.ms"] = "0", ["raftlog.flush"] = "interval", ["index.interval.bytes"] = "1" };
        await _broker.CreateTopicAsync("least", configs: least);

        Assert.That((await ProduceTests.OneAsync(_client, Batches.Produce("least", 0, Batches.Of("a record")))).ErrorCode, Is.EqualTo(ErrorCode.None));
    }

    /// <summary>A batch that a leader takes and no follower does would have every group of that leader elect another, again and again.</summary>
    [Test]
    public async Task MaxMessageBytes_IsNoMoreThanReplicasTakeOfEachOther()
    {
        const long largest = Metadata.TopicConfigDefinitions.LargestMaxMessageBytes;

        Assert.That((await IncrementAsync("max.message.bytes", $"{largest}", ConfigOperation.Set)).ErrorCode, Is.EqualTo(ErrorCode.None));
        Assert.That((await IncrementAsync("max.message.bytes", $"{largest + 1}", ConfigOperation.Set)).ErrorCode, Is.EqualTo(ErrorCode.InvalidConfig));
        Assert.That(new Replication.TcpPeerTransportOptions().MaxFrameBytes, Is.GreaterThanOrEqualTo(2 * largest));
        Assert.That(new Replication.ReplicationOptions().MailboxBytes, Is.GreaterThanOrEqualTo(2 * largest));
    }

    [Test]
    public async Task Validation_ChangesNothing()
    {
        var answer = await IncrementAsync("retention.ms", "5", ConfigOperation.Set, validateOnly: true);

        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.None));
        Assert.That(await ValueAsync("retention.ms"), Is.EqualTo("1000"));
    }

    [Test]
    public async Task UnknownTopic_IsSaidToBeSo()
    {
        Assert.That(
            (await IncrementAsync("retention.ms", "5", ConfigOperation.Set, topic: "nothing")).ErrorCode, Is.EqualTo(ErrorCode.UnknownTopicOrPartition));
    }

    [Test]
    public async Task MaxMessageBytes_HoldsForTheNextBatch()
    {
        Assert.That((await ProduceTests.OneAsync(_client, Batches.Produce("t", 0, Batches.Of("a record of some length")))).ErrorCode, Is.EqualTo(ErrorCode.None));

        await IncrementAsync("max.message.bytes", "70", ConfigOperation.Set);

        Assert.That(
            (await ProduceTests.OneAsync(_client, Batches.Produce("t", 0, Batches.Of("a record of some length")))).ErrorCode,
            Is.EqualTo(ErrorCode.MessageTooLarge));
    }

    private async Task<IncrementalAlterConfigsResponse.Resource> IncrementAsync(
        string name, string? value, ConfigOperation operation, short version = 1, bool validateOnly = false, string topic = "t")
    {
        var request = new IncrementalAlterConfigsRequest { ValidateOnly = validateOnly };
        request.Resources.Add(new IncrementalAlterConfigsRequest.Resource
        {
            ResourceType = ConfigResourceType.Topic,
            ResourceName = topic,
            Configs = [new IncrementalAlterConfigsRequest.Config { Name = name, Value = value, ConfigOperation = operation }],
        });
        return (await _client.CallAsync(request, version)).Responses.Single();
    }

    private async Task<string?> ValueAsync(string name)
    {
        var request = new DescribeConfigsRequest();
        request.Resources.Add(new DescribeConfigsRequest.Resource { ResourceType = ConfigResourceType.Topic, ResourceName = "t", ConfigurationKeys = [name] });
        return (await _client.CallAsync(request, version: 4)).Results.Single().Configs.Single().Value;
    }
}
