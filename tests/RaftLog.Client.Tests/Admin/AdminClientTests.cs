using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client.Tests;

[CancelAfter(30_000)]
public sealed class AdminClientTests
{
    [Test]
    public async Task CreateTopicAsync_CompletesWhenEveryPartitionHasALeader()
    {
        await using var cluster = new FakeCluster();
        var added = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.On<CreateTopicsRequest, CreateTopicsResponse>((_, request) =>
        {
            cluster.AddTopic(request.Topics[0].Name, request.Topics[0].NumPartitions);
            cluster.Log("t", 1).Leader = -1;
            added.SetResult();
            return new CreateTopicsResponse { Topics = [new CreateTopicsResponse.Topic { Name = "t" }] };
        });
        await using var admin = new AdminClient(cluster.ClientOptions());

        Task created = admin.CreateTopicAsync(new NewTopic("t", 2, 3));
        await added.Task;
        bool early = created.IsCompleted;
        cluster.MoveLeader("t", 1, 0);
        await created;

        Assert.That(early, Is.False);
    }

    [Test]
    public async Task CreateTopicAsync_FindsWhatItCreated_WhenTheAnswerWasLost()
    {
        await using var cluster = new FakeCluster();
        int calls = 0;
        cluster.On<CreateTopicsRequest, CreateTopicsResponse>((_, request) =>
        {
            cluster.AddTopic("t", 1);
            return calls++ == 0
                ? throw new IOException("The script resets the connection.")
                : new CreateTopicsResponse { Topics = [new CreateTopicsResponse.Topic { Name = "t", ErrorCode = ErrorCode.TopicAlreadyExists }] };
        });
        await using var admin = new AdminClient(cluster.ClientOptions());

        await admin.CreateTopicAsync(new NewTopic("t", 1));

        Assert.That(calls, Is.EqualTo(2));
    }

    [Test]
    public async Task CreateTopicAsync_OfATopicThatExists_SaysSo()
    {
        await using var cluster = new FakeCluster();
        cluster.On<CreateTopicsRequest, CreateTopicsResponse>((_, _) => new CreateTopicsResponse
        {
            Topics = [new CreateTopicsResponse.Topic { Name = "t", ErrorCode = ErrorCode.TopicAlreadyExists, ErrorMessage = "it is there" }],
        });
        await using var admin = new AdminClient(cluster.ClientOptions());

        var failure = await Assert.ThrowsAsync<RaftLogException>(() => admin.CreateTopicAsync(new NewTopic("t")));

        Assert.That((failure!.ErrorCode, failure.Message.Contains("it is there")), Is.EqualTo((ErrorCode.TopicAlreadyExists, true)));
    }

    [Test]
    public async Task DeleteTopicAsync_OfATopicThatDoesNotExist_SaysSoAtOnce()
    {
        await using var cluster = new FakeCluster();
        cluster.On<DeleteTopicsRequest, DeleteTopicsResponse>((_, _) => new DeleteTopicsResponse
        {
            Responses = [new DeleteTopicsResponse.Topic { Name = "t", ErrorCode = ErrorCode.UnknownTopicOrPartition }],
        });
        await using var admin = new AdminClient(cluster.ClientOptions());

        var failure = await Assert.ThrowsAsync<RaftLogException>(() => admin.DeleteTopicAsync("t"));

        Assert.That(failure!.ErrorCode, Is.EqualTo(ErrorCode.UnknownTopicOrPartition));
    }

    [Test]
    public async Task ListOffsetsAsync_AsksEachLeader_AndFollowsOneThatMoved()
    {
        await using var cluster = new FakeCluster();
        ConsumerTests.Fill(cluster, partitions: 3, batches: 2, recordsPerBatch: 5);
        await using var admin = new AdminClient(cluster.ClientOptions());
        await admin.ListOffsetsAsync(ConsumerTests.Partitions(3), OffsetSpec.Latest);

        cluster.MoveLeader("orders", 0, 2);
        var latest = await admin.ListOffsetsAsync(ConsumerTests.Partitions(3), OffsetSpec.Latest);

        Assert.That(latest.Values.Select(offset => offset.Offset), Is.EqualTo(new[] { 10L, 10L, 10L }));
    }

    [Test]
    public async Task DescribeTopicsAsync_TellsLeadersAndReplicas()
    {
        await using var cluster = new FakeCluster();
        cluster.AddTopic("t", 2);
        await using var admin = new AdminClient(cluster.ClientOptions());

        TopicDescription topic = (await admin.DescribeTopicsAsync(["t"])).Single();

        Assert.That(topic.Partitions.Select(partition => (partition.Leader, partition.Replicas.Count)), Is.EqualTo(new[] { (0, 3), (1, 3) }));
    }
}
