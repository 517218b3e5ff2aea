using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Handlers;

/// <summary>DescribeTopicPartitions, against a whole broker with the topics a (3 partitions), b (1) and c (2).</summary>
public sealed class DescribeTopicPartitionsTests
{
    private TestBroker _broker = null!;
    private TestClient _client = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _broker = await TestBroker.StartAsync();
        _client = _broker.Connect();
        await _broker.CreateTopicAsync("c", partitions: 2);
        await _broker.CreateTopicAsync("a", partitions: 3);
        await _broker.CreateTopicAsync("b");
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _broker.DisposeAsync();

    [Test]
    public async Task Answer_TellsWhatMetadataTells()
    {
        var answer = await AskAsync(limit: 2000, from: null, "a");

        var topic = answer.Topics.Single();
        var partition = topic.Partitions[0];
        Assert.That((topic.Name, topic.ErrorCode, topic.TopicId), Is.EqualTo(("a", ErrorCode.None, _broker.Image.Topics.ByName["a"].Id)));
        Assert.That(topic.TopicAuthorizedOperations, Is.Positive);
        Assert.That((partition.ErrorCode, partition.LeaderId, partition.LeaderEpoch), Is.EqualTo((ErrorCode.None, TestBroker.Id, 1)));
        Assert.That(partition.ReplicaNodes, Is.EqualTo(new[] { TestBroker.Id }));
        Assert.That(partition.IsrNodes, Is.EqualTo(new[] { TestBroker.Id }));
        Assert.That(partition.EligibleLeaderReplicas, Is.Empty.And.Not.Null);
        Assert.That(partition.LastKnownElr, Is.Empty.And.Not.Null);
        Assert.That(answer.NextCursor, Is.Null);
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    [TestCase(5)]
    [TestCase(6)]
    [TestCase(0)]
    [TestCase(-1)]
    public async Task Pages_TellEveryPartitionOnce_InTheOrderOfTheNames(int limit)
    {
        var told = new List<string>();
        DescribeTopicPartitionsRequest.Cursor? from = null;
        do
        {
            var page = await AskAsync(limit, from);
            told.AddRange(page.Topics.SelectMany(topic => topic.Partitions, (topic, partition) => $"{topic.Name}-{partition.PartitionIndex}"));
            from = page.NextCursor is { } next ? new() { TopicName = next.TopicName, PartitionIndex = next.PartitionIndex } : null;
        }
        while (from is not null);

        Assert.That(told, Is.EqualTo(new[] { "a-0", "a-1", "a-2", "b-0", "c-0", "c-1" }));
    }

    [Test]
    public async Task Cursor_AtATopicThatIsGone_GoesOnBehindIt()
    {
        var answer = await AskAsync(limit: 2000, new() { TopicName = "aa", PartitionIndex = 1 });

        Assert.That(answer.Topics.Select(topic => topic.Name), Is.EqualTo(new[] { "b", "c" }));
        Assert.That(answer.Topics.Select(topic => topic.Partitions.Count), Is.EqualTo(new[] { 1, 2 }));
    }

    [TestCase("none", ErrorCode.UnknownTopicOrPartition)]
    [TestCase("no name", ErrorCode.InvalidTopicException)]
    public async Task TopicThatIsNotThere_IsAnErrorOfItsOwn(string name, ErrorCode expected)
    {
        var answer = await AskAsync(limit: 2000, from: null, "b", name);

        Assert.That(answer.Topics.Single(topic => topic.Name == name).ErrorCode, Is.EqualTo(expected));
        Assert.That(answer.Topics.Single(topic => topic.Name == "b").ErrorCode, Is.EqualTo(ErrorCode.None));
    }

    [Test]
    public async Task CursorBelowZero_IsRefused() => Assert.That(
        (await AskAsync(limit: 2000, new() { TopicName = "a", PartitionIndex = -1 }, "a")).Topics.Single().ErrorCode,
        Is.EqualTo(ErrorCode.InvalidRequest));

    private Task<DescribeTopicPartitionsResponse> AskAsync(int limit, DescribeTopicPartitionsRequest.Cursor? from, params string[] topics) => _client.CallAsync(
        new DescribeTopicPartitionsRequest
        {
            ResponsePartitionLimit = limit,
            From = from,
            Topics = [.. topics.Select(name => new DescribeTopicPartitionsRequest.Topic { Name = name })],
        },
        version: 0);
}
