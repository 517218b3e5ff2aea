using System.Text;
using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Handlers;

/// <summary>The group APIs through the protocol, against a whole broker that is its own coordinator.</summary>
public sealed class ConsumerGroupTests
{
    private TestBroker _broker = null!;
    private TestClient _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _broker = await TestBroker.StartAsync();
        await _broker.CreateTopicAsync("t", partitions: 2);
        _client = _broker.Connect();
    }

    [TearDown]
    public async Task StopAsync() => await _broker.DisposeAsync();

    [Test]
    public async Task Coordinator_IsTheControllersBroker([Range(0, 6)] int version)
    {
        var answer = await _client.CallAsync(version >= 4 ? new FindCoordinatorRequest { CoordinatorKeys = ["g"] } : new FindCoordinatorRequest { Key = "g" }, (short)version);

        var found = version >= 4
            ? answer.Coordinators.Select(c => (c.ErrorCode, c.NodeId, c.Host, c.Port)).Single()
            : (answer.ErrorCode, answer.NodeId, answer.Host, answer.Port);
        Assert.That(found, Is.EqualTo((ErrorCode.None, TestBroker.Id, TestBroker.Host, TestBroker.Port)));
    }

    [Test]
    public async Task ProducerIds_AreNeverGivenTwice([Range(0, 5)] int version)
    {
        var ids = new HashSet<long>();
        for (int i = 0; i < 20; i++)
        {
            var answer = await _client.CallAsync(new InitProducerIdRequest { TransactionalId = null }, (short)version);
            Assert.That((answer.ErrorCode, answer.ProducerEpoch), Is.EqualTo((ErrorCode.None, (short)0)));
            ids.Add(answer.ProducerId);
        }

        Assert.That(ids, Has.Count.EqualTo(20));
    }

    [Test]
    public async Task MemberLife_InEveryVersionOfJoinGroup([Range(0, 9)] int version)
    {
        var joined = await JoinAsync((short)version);
        Assert.That((joined.ErrorCode, joined.Leader, joined.Members.Count), Is.EqualTo((ErrorCode.None, joined.MemberId, 1)));

        short sync = (short)Math.Min(version, 5);
        var synced = await _client.CallAsync(
            new SyncGroupRequest
            {
                GroupId = "g",
                MemberId = joined.MemberId,
                GenerationId = joined.GenerationId,
                Assignments = [new SyncGroupRequest.MemberAssignment { MemberId = joined.MemberId, Assignment = [1, 2, 3] }],
            },
            sync);
        Assert.That(synced.Assignment, Is.EqualTo(new byte[] { 1, 2, 3 }));

        short beat = (short)Math.Min(version, 4);
        var heartbeat = new HeartbeatRequest { GroupId = "g", MemberId = joined.MemberId, GenerationId = joined.GenerationId };
        Assert.That((await _client.CallAsync(heartbeat, beat)).ErrorCode, Is.EqualTo(ErrorCode.None));

        short leave = (short)Math.Min(version, 5);
        var left = await _client.CallAsync(
            leave >= 3
                ? new LeaveGroupRequest { GroupId = "g", Members = [new LeaveGroupRequest.Member { MemberId = joined.MemberId }] }
                : new LeaveGroupRequest { GroupId = "g", MemberId = joined.MemberId },
            leave);
        Assert.That(left.ErrorCode, Is.EqualTo(ErrorCode.None));
        Assert.That(left.Members.Select(member => member.ErrorCode), Is.All.EqualTo(ErrorCode.None));
    }

    [Test]
    public async Task CommittedOffsets_AreReadBack([Range(0, 10)] int version)
    {
        var committed = await CommitAsync((short)version, partition: 1, offset: 42, metadata: "note");
        Assert.That(committed, Is.EqualTo(ErrorCode.None));

        var read = await FetchAsync((short)version);

        Assert.That(read, Is.EqualTo(new[] { (0, -1L, ""), (1, 42L, "note") }));
    }

    [Test]
    public async Task OffsetsOfAnUnknownGroup_AreNoError()
    {
        var answer = await _client.CallAsync(
            new OffsetFetchRequest { GroupId = "nobody", Topics = [new OffsetFetchRequest.Topic { Name = "t", PartitionIndexes = [0] }] }, version: 7);

        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.None));
        var partition = answer.Topics.Single().Partitions.Single();
        Assert.That((partition.ErrorCode, partition.CommittedOffset, partition.Metadata), Is.EqualTo((ErrorCode.None, -1L, "")));
    }

    [Test]
    public async Task NullTopics_MeanAllThatTheGroupHas()
    {
        await CommitAsync(version: 8, partition: 1, offset: 7);

        var answer = await _client.CallAsync(new OffsetFetchRequest { GroupId = "g", Topics = null }, version: 7);

        Assert.That(answer.Topics.Single().Partitions.Select(partition => partition.PartitionIndex), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public async Task Commit_OfAnUnknownPartition_OrWithTooLongANote_IsRefused()
    {
        Assert.That(await CommitAsync(version: 8, partition: 9, offset: 1), Is.EqualTo(ErrorCode.UnknownTopicOrPartition));
        Assert.That(await CommitAsync(version: 8, partition: 0, offset: 1, metadata: new string('x', 4097)), Is.EqualTo(ErrorCode.OffsetMetadataTooLarge));
    }

    [Test]
    public async Task Groups_AreListedAndDescribed_WithMembersOrOffsetsOnly([Range(0, 5)] int version)
    {
        await CommitAsync(version: 8, partition: 0, offset: 1);
        await JoinAsync(version: 3, group: "live");

        var listed = (await _client.CallAsync(new ListGroupsRequest(), (short)version)).Groups;
        var described = (await _client.CallAsync(new DescribeGroupsRequest { Groups = ["g", "live", "nobody"] }, (short)version)).Groups;

        Assert.That(listed.Select(group => group.GroupId), Is.EqualTo(new[] { "g", "live" }));
        Assert.That(described.Select(group => (group.ErrorCode, group.GroupState, group.Members.Count)), Is.EqualTo(new[]
        {
            (ErrorCode.None, "Empty", 0), (ErrorCode.None, "CompletingRebalance", 1), (ErrorCode.None, "Dead", 0),
        }));
    }

    [Test]
    public async Task DeleteGroups_TakesOnlyGroupsWithoutMembers([Range(0, 2)] int version)
    {
        await CommitAsync(version: 8, partition: 0, offset: 1);
        await JoinAsync(version: 3, group: "live");

        var answer = await _client.CallAsync(new DeleteGroupsRequest { GroupsNames = ["g", "live", "nobody"] }, (short)version);

        Assert.That(
            answer.Results.Select(group => group.ErrorCode),
            Is.EqualTo(new[] { ErrorCode.None, ErrorCode.NonEmptyGroup, ErrorCode.GroupIdNotFound }));
        Assert.That(_broker.Image.ConsumerGroups.TryGet("g", out _), Is.False);
    }

    [Test]
    public async Task UnknownTopicIds_AreNamedAsThat_WhenOffsetsAreCommittedAndRead()
    {
        var unknown = new Guid(1, 2, 3, new byte[8]);
        var commit = new OffsetCommitRequest { GroupId = "g" };
        commit.Topics.Add(new OffsetCommitRequest.Topic { TopicId = unknown, Partitions = [new OffsetCommitRequest.Partition { CommittedOffset = 1 }] });
        var committed = (await _client.CallAsync(commit, version: 10)).Topics.Single();

        var fetch = new OffsetFetchRequest();
        fetch.Groups.Add(new OffsetFetchRequest.Group
        {
            GroupId = "g",
            Topics = [new OffsetFetchRequest.GroupTopic { TopicId = unknown, PartitionIndexes = [0] }],
        });
        var fetched = (await _client.CallAsync(fetch, version: 10)).Groups.Single().Topics.Single();

        Assert.That((committed.TopicId, committed.Partitions.Single().ErrorCode), Is.EqualTo((unknown, ErrorCode.UnknownTopicId)));
        Assert.That((fetched.TopicId, fetched.Partitions.Single().ErrorCode), Is.EqualTo((unknown, ErrorCode.UnknownTopicId)));
    }

    [Test]
    public async Task AllOffsets_AreAnsweredWithTopicIds_WhereNamesAreGone()
    {
        await CommitAsync(version: 8, partition: 1, offset: 7);
        var fetch = new OffsetFetchRequest();
        fetch.Groups.Add(new OffsetFetchRequest.Group { GroupId = "g", Topics = null });

        var topic = (await _client.CallAsync(fetch, version: 10)).Groups.Single().Topics.Single();

        Assert.That((topic.TopicId, topic.Partitions.Single().CommittedOffset), Is.EqualTo((TopicId, 7L)));
    }

    [Test]
    public async Task UnknownGroup_IsDead_AndAnErrorFromVersion6([Range(0, 6)] int version)
    {
        var described = (await _client.CallAsync(new DescribeGroupsRequest { Groups = ["nobody"] }, (short)version)).Groups.Single();

        Assert.That(
            (described.GroupState, described.ErrorCode, described.ErrorMessage),
            Is.EqualTo(version < 6 ? ("Dead", ErrorCode.None, null) : ("Dead", ErrorCode.GroupIdNotFound, "Group nobody not found.")));
    }

    [Test]
    public async Task AuthorizedOperations_AreToldToWhomAsks([Values] bool asks)
    {
        await CommitAsync(version: 8, partition: 0, offset: 1);

        var described = await _client.CallAsync(new DescribeGroupsRequest { Groups = ["g"], IncludeAuthorizedOperations = asks }, version: 5);

        Assert.That(described.Groups.Single().AuthorizedOperations, Is.EqualTo(asks ? 0b1_0100_1000 : int.MinValue));
    }

    [Test]
    public async Task Groups_AreFilteredByStateAndType()
    {
        await CommitAsync(version: 8, partition: 0, offset: 1);
        await JoinAsync(version: 3, group: "live");

        Assert.That(await ListAsync(states: ["empty"]), Is.EqualTo(new[] { "g" }));
        Assert.That(await ListAsync(states: ["Stable", "CompletingRebalance"]), Is.EqualTo(new[] { "live" }));
        Assert.That(await ListAsync(types: ["Classic"]), Is.EqualTo(new[] { "g", "live" }));
        Assert.That(await ListAsync(types: ["consumer"]), Is.Empty);
    }

    [Test]
    public async Task OffsetDelete_TakesWhatNoMemberReads()
    {
        await CommitAsync(version: 8, partition: 0, offset: 1);
        await CommitAsync(version: 8, partition: 1, offset: 2);

        Assert.That(await DeleteOffsetsAsync("g", "t", 1), Is.EqualTo((ErrorCode.None, ErrorCode.None)));
        Assert.That(await FetchAsync(version: 8), Is.EqualTo(new[] { (0, 1L, ""), (1, -1L, "") }));
        Assert.That(await DeleteOffsetsAsync("g", "t", 9), Is.EqualTo((ErrorCode.None, ErrorCode.UnknownTopicOrPartition)));
        Assert.That((await DeleteOffsetsAsync("nobody", "t", 0)).Top, Is.EqualTo(ErrorCode.GroupIdNotFound));
    }

    [Test]
    public async Task OffsetDelete_IsRefusedForTopicsThatMembersRead_AndAltogetherForGroupsOfAnotherKind()
    {
        await CommitAsync(version: 8, partition: 0, offset: 1);
        await JoinAsync(version: 3, topic: "t");
        await JoinAsync(version: 3, group: "connect", type: "connect");

        Assert.That(await DeleteOffsetsAsync("g", "t", 0), Is.EqualTo((ErrorCode.None, ErrorCode.GroupSubscribedToTopic)));
        Assert.That((await DeleteOffsetsAsync("connect", "t", 0)).Top, Is.EqualTo(ErrorCode.NonEmptyGroup));
    }

    [Test]
    public async Task MemberOfATopic_DoesNotGuardTheOffsetsInAnother()
    {
        await CommitAsync(version: 8, partition: 0, offset: 1);
        await JoinAsync(version: 3, topic: "other");

        Assert.That(await DeleteOffsetsAsync("g", "t", 0), Is.EqualTo((ErrorCode.None, ErrorCode.None)));
    }

    private Guid TopicId => _broker.Image.Topics.ByName["t"].Id;

    private async Task<string[]> ListAsync(List<string>? states = null, List<string>? types = null)
    {
        var listed = await _client.CallAsync(new ListGroupsRequest { StatesFilter = states ?? [], TypesFilter = types ?? [] }, version: 5);
        return [.. listed.Groups.Select(group => group.GroupId)];
    }

    private async Task<(ErrorCode Top, ErrorCode Partition)> DeleteOffsetsAsync(string group, string topic, int partition)
    {
        var request = new OffsetDeleteRequest { GroupId = group };
        request.Topics.Add(new OffsetDeleteRequest.Topic
        {
            Name = topic,
            Partitions = [new OffsetDeleteRequest.Partition { PartitionIndex = partition }],
        });
        var answer = await _client.CallAsync(request, version: 0);
        return (answer.ErrorCode, answer.Topics.FirstOrDefault()?.Partitions.Single().ErrorCode ?? ErrorCode.None);
    }

    private async Task<JoinGroupResponse> JoinAsync(short version, string group = "g", string? topic = null, string type = "consumer")
    {
        var request = new JoinGroupRequest
        {
            GroupId = group,
            SessionTimeoutMs = 30_000,
            RebalanceTimeoutMs = 30_000,
            ProtocolType = type,
            Protocols = [new JoinGroupRequest.GroupProtocol { Name = "range", Metadata = Subscription(topic) }],
        };
        var answer = await _client.CallAsync(request, version);
        if (answer.ErrorCode == ErrorCode.MemberIdRequired)
        {
            request.MemberId = answer.MemberId;
            answer = await _client.CallAsync(request, version);
        }

        return answer;
    }

    private static byte[] Subscription(string? topic) => topic is null
        ? [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        : [0, 0, 0, 0, 0, 1, 0, (byte)topic.Length, .. Encoding.UTF8.GetBytes(topic), 0, 0, 0, 0];

    private async Task<ErrorCode> CommitAsync(short version, int partition, long offset, string metadata = "")
    {
        var request = new OffsetCommitRequest { GroupId = "g" };
        request.Topics.Add(new OffsetCommitRequest.Topic
        {
            Name = "t",
            TopicId = TopicId,
            Partitions = [new OffsetCommitRequest.Partition { PartitionIndex = partition, CommittedOffset = offset, CommittedMetadata = metadata }],
        });
        return (await _client.CallAsync(request, version)).Topics.Single().Partitions.Single().ErrorCode;
    }

    private async Task<IEnumerable<(int Partition, long Offset, string? Metadata)>> FetchAsync(short version)
    {
        if (version >= 8)
        {
            var request = new OffsetFetchRequest();
            request.Groups.Add(new OffsetFetchRequest.Group
            {
                GroupId = "g",
                Topics = [new OffsetFetchRequest.GroupTopic { Name = "t", TopicId = TopicId, PartitionIndexes = [0, 1] }],
            });
            var group = (await _client.CallAsync(request, version)).Groups.Single();
            return group.Topics.Single().Partitions.Select(partition => (partition.PartitionIndex, partition.CommittedOffset, partition.Metadata));
        }

        var old = new OffsetFetchRequest { GroupId = "g", Topics = [new OffsetFetchRequest.Topic { Name = "t", PartitionIndexes = [0, 1] }] };
        var answer = await _client.CallAsync(old, version);
        return answer.Topics.Single().Partitions.Select(partition => (partition.PartitionIndex, partition.CommittedOffset, partition.Metadata));
    }
}
