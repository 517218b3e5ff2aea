using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Handlers;

/// <summary>AlterPartitionReassignments and ListPartitionReassignments, against a whole broker. The move never ends: its target is not there.</summary>
public sealed class ReassignmentTests
{
    private TestBroker _broker = null!;
    private TestClient _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _broker = await TestBroker.StartAsync();
        await _broker.RegisterPhantomAsync(2);
        _client = _broker.Connect();
        var created = await _client.CallAsync(
            new CreateTopicsRequest
            {
                TimeoutMs = 30_000,
                Topics =
                [
                    new CreateTopicsRequest.Topic
                    {
                        Name = "t",
                        NumPartitions = -1,
                        ReplicationFactor = -1,
                        Assignments = [new CreateTopicsRequest.Assignment { PartitionIndex = 0, BrokerIds = [TestBroker.Id] }],
                    },
                ],
            },
            version: 7);
        Assert.That(created.Topics.Single().ErrorCode, Is.EqualTo(ErrorCode.None));
    }

    [TearDown]
    public async Task StopAsync() => await _broker.DisposeAsync();

    [Test]
    public async Task Move_IsListed_UntilItIsCancelled()
    {
        var begun = await AlterAsync(2);
        var listed = (await ListAsync()).Topics.Single().Partitions.Single();
        var cancelled = await AlterAsync(null);
        var left = (await ListAsync()).Topics.SelectMany(topic => topic.Partitions).ToList();

        Assert.That(begun, Is.EqualTo(ErrorCode.None));
        Assert.That(listed.Replicas, Is.EqualTo(new[] { 2, 1 }));
        Assert.That(listed.AddingReplicas, Is.EqualTo(new[] { 2 }));
        Assert.That(listed.RemovingReplicas, Is.EqualTo(new[] { 1 }));
        Assert.That(cancelled, Is.EqualTo(ErrorCode.None));
        Assert.That(left.SelectMany(partition => partition.AddingReplicas), Is.Empty.Or.EqualTo(new[] { 1 }), "The way back may be listed for a moment.");
        await Eventually.HoldsAsync(() => !_broker.Image.Topics.ByName["t"].Partitions[0].IsChanging, "The way back did not end.");
    }

    [Test]
    public async Task PartitionThatIsMoved_IsServedMeanwhile()
    {
        await AlterAsync(2);

        await Eventually.HoldsAsync(() => _broker.Broker.LedPartitionCount == 1);
        Assert.That((await ProduceTests.OneAsync(_client, Batches.Produce("t", 0, Batches.Of("a")))).ErrorCode, Is.EqualTo(ErrorCode.None));
    }

    [Test]
    public async Task BadWishes_AreRefusedOneByOne()
    {
        Assert.That(await AlterAsync(9), Is.EqualTo(ErrorCode.InvalidReplicaAssignment));
        Assert.That(await AlterAsync(null), Is.EqualTo(ErrorCode.NoReassignmentInProgress));
    }

    private async Task<ErrorCode> AlterAsync(int? broker)
    {
        var request = new AlterPartitionReassignmentsRequest
        {
            Topics =
            [
                new AlterPartitionReassignmentsRequest.Topic
                {
                    Name = "t",
                    Partitions = [new AlterPartitionReassignmentsRequest.Partition { PartitionIndex = 0, Replicas = broker is { } id ? [id] : null }],
                },
            ],
        };
        var answer = await _client.CallAsync(request, version: 1);
        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.None), answer.ErrorMessage);
        return answer.Responses.Single().Partitions.Single().ErrorCode;
    }

    private Task<ListPartitionReassignmentsResponse> ListAsync() => _client.CallAsync(new ListPartitionReassignmentsRequest(), version: 0);
}
