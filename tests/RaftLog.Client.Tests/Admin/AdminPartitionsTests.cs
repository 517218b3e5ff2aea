using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client.Tests;

/// <summary>More partitions, and partitions elsewhere.</summary>
[CancelAfter(30_000)]
public sealed class AdminPartitionsTests
{
    private FakeCluster _cluster = null!;
    private AdminClient _admin = null!;

    [SetUp]
    public void Start()
    {
        _cluster = new FakeCluster();
        _cluster.AddTopic("t", 1);
        _admin = new AdminClient(_cluster.ClientOptions());
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _admin.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    [Test]
    public async Task AddPartitionsAsync_SendsTheAssignments()
    {
        CreatePartitionsRequest.Topic? sent = null;
        _cluster.On<CreatePartitionsRequest, CreatePartitionsResponse>((_, request) =>
        {
            sent = request.Topics.Single();
            return Answer(ErrorCode.None);
        });

        await _admin.AddPartitionsAsync("t", 3, [[1, 2], [2, 3]], validateOnly: true);

        Assert.That((sent!.Name, sent.Count), Is.EqualTo(("t", 3)));
        Assert.That(sent.Assignments!.Select(assignment => string.Join(',', assignment.BrokerIds)), Is.EqualTo(new[] { "1,2", "2,3" }));
    }

    [Test]
    public async Task AddPartitionsAsync_FindsWhatItCreated_WhenTheAnswerWasLost()
    {
        int calls = 0;
        _cluster.On<CreatePartitionsRequest, CreatePartitionsResponse>((_, _) =>
        {
            if (calls++ > 0)
            {
                return Answer(ErrorCode.InvalidPartitions);
            }

            _cluster.AddTopic("t", 3);
            throw new IOException("The script resets the connection.");
        });

        await _admin.AddPartitionsAsync("t", 3);

        Assert.That(calls, Is.EqualTo(2));
    }

    [TestCase(ErrorCode.InvalidPartitions)]
    [TestCase(ErrorCode.UnknownTopicOrPartition)]
    public void AddPartitionsAsync_ThatIsRefused_SaysWhy(ErrorCode error)
    {
        _cluster.On<CreatePartitionsRequest, CreatePartitionsResponse>((_, _) => Answer(error, "because"));

        Assert.That(
            async () => await _admin.AddPartitionsAsync("t", 3),
            Throws.TypeOf<RaftLogException>().With.Property(nameof(RaftLogException.ErrorCode)).EqualTo(error).And.Message.Contains("because"));
    }

    [Test]
    public void ReassignPartitionsAsync_ThatIsRefused_NamesThePartition()
    {
        _cluster.On<AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse>((_, request) => new AlterPartitionReassignmentsResponse
        {
            Responses = request.Topics.ConvertAll(topic => new AlterPartitionReassignmentsResponse.Topic
            {
                Name = topic.Name,
                Partitions = topic.Partitions.ConvertAll(partition => new AlterPartitionReassignmentsResponse.Partition
                {
                    PartitionIndex = partition.PartitionIndex,
                    ErrorCode = partition.Replicas is null ? ErrorCode.NoReassignmentInProgress : ErrorCode.None,
                }),
            }),
        });
        var moves = new Dictionary<TopicPartition, IReadOnlyList<int>?> { [new("t", 0)] = [1], [new("t", 1)] = null };

        Assert.That(
            async () => await _admin.ReassignPartitionsAsync(moves),
            Throws.TypeOf<RaftLogException>().With.Message.Contains("t-1").And.Message.Contains("NO_REASSIGNMENT_IN_PROGRESS"));
    }

    [Test]
    public async Task ListReassignmentsAsync_TellsWhoComesAndWhoGoes()
    {
        _cluster.On<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse>((_, _) => new ListPartitionReassignmentsResponse
        {
            Topics =
            [
                new ListPartitionReassignmentsResponse.Topic
                {
                    Name = "t",
                    Partitions =
                    [
                        new ListPartitionReassignmentsResponse.Partition { PartitionIndex = 1, Replicas = [1, 2], AddingReplicas = [2], RemovingReplicas = [1] },
                    ],
                },
            ],
        });

        var move = (await _admin.ListReassignmentsAsync())[new TopicPartition("t", 1)];

        Assert.That(move.Replicas, Is.EqualTo(new[] { 1, 2 }));
        Assert.That((move.Adding.Single(), move.Removing.Single()), Is.EqualTo((2, 1)));
    }

    private static CreatePartitionsResponse Answer(ErrorCode error, string? message = null) =>
        new() { Results = [new CreatePartitionsResponse.Topic { Name = "t", ErrorCode = error, ErrorMessage = message }] };
}
