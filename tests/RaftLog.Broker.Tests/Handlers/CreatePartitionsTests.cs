using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Handlers;

/// <summary>CreatePartitions, against a whole broker.</summary>
public sealed class CreatePartitionsTests
{
    private TestBroker _broker = null!;
    private TestClient _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _broker = await TestBroker.StartAsync();
        await _broker.CreateTopicAsync("t");
        _client = _broker.Connect();
    }

    [TearDown]
    public async Task StopAsync() => await _broker.DisposeAsync();

    [Test]
    public async Task NewPartitions_CanBeUsed_WhenTheAnswerIsThere([Range(0, 3)] int version)
    {
        await ProduceTests.OneAsync(_client, Batches.Produce("t", 0, Batches.Of("old")));

        var answer = await GrowAsync(new CreatePartitionsRequest.Topic { Name = "t", Count = 3, Assignments = null }, version: version);

        Assert.That((answer.Name, answer.ErrorCode, answer.ErrorMessage), Is.EqualTo(("t", ErrorCode.None, (string?)null)));
        Assert.That((await ProduceTests.OneAsync(_client, Batches.Produce("t", 2, Batches.Of("new")))).ErrorCode, Is.EqualTo(ErrorCode.None));
        var fetched = await _client.CallAsync(Batches.Fetch("t", 0, offset: 0), version: 11);
        Assert.That(Batches.Values(fetched.Responses.Single().Partitions.Single().Records), Is.EqualTo(new[] { "old" }));
    }

    [Test]
    public async Task ValidateOnly_ChangesNothing()
    {
        var answer = await GrowAsync(new CreatePartitionsRequest.Topic { Name = "t", Count = 3, Assignments = null }, validateOnly: true);

        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.None));
        Assert.That(_broker.Image.Topics.ByName["t"].Partitions, Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Assignments_AreFollowed()
    {
        await _broker.RegisterPhantomAsync(2);

        var answer = await GrowAsync(new CreatePartitionsRequest.Topic
        {
            Name = "t",
            Count = 2,
            Assignments = [new CreatePartitionsRequest.Assignment { BrokerIds = [TestBroker.Id] }],
        });

        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.None), answer.ErrorMessage);
        Assert.That(_broker.Image.Topics.ByName["t"].Partitions[1].Replicas.Single().Broker.Value, Is.EqualTo(TestBroker.Id));
    }

    [TestCase("t", 1, ErrorCode.InvalidPartitions)]
    [TestCase("none", 2, ErrorCode.UnknownTopicOrPartition)]
    public async Task WhatCannotBe_IsRefused_WithTheReason(string topic, int count, ErrorCode expected)
    {
        var answer = await GrowAsync(new CreatePartitionsRequest.Topic { Name = topic, Count = count, Assignments = null });

        Assert.That(answer.ErrorCode, Is.EqualTo(expected));
        Assert.That(answer.ErrorMessage, Is.Not.Empty);
    }

    [Test]
    public async Task TopicNamedTwice_IsAnsweredOnce()
    {
        var twice = new CreatePartitionsRequest.Topic { Name = "t", Count = 2, Assignments = null };
        var answer = await _client.CallAsync(new CreatePartitionsRequest { TimeoutMs = 30_000, Topics = [twice, twice] }, version: 3);

        Assert.That(answer.Results.Single().ErrorCode, Is.EqualTo(ErrorCode.InvalidRequest));
    }

    private async Task<CreatePartitionsResponse.Topic> GrowAsync(CreatePartitionsRequest.Topic topic, bool validateOnly = false, int version = 3)
    {
        var request = new CreatePartitionsRequest { TimeoutMs = 30_000, ValidateOnly = validateOnly, Topics = [topic] };
        return (await _client.CallAsync(request, (short)version)).Results.Single();
    }
}
