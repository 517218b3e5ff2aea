using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Handlers;

/// <summary>The APIs of KIP-848 through the protocol, against a whole broker that is its own coordinator.</summary>
public sealed class ConsumerGroupHeartbeatTests
{
    private TestBroker _broker = null!;
    private TestClient _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _broker = await TestBroker.StartAsync();
        await _broker.CreateTopicAsync("t", partitions: 3);
        _client = _broker.Connect();
    }

    [TearDown]
    public async Task StopAsync() => await _broker.DisposeAsync();

    private Guid TopicId => _broker.Image.Topics.ByName["t"].Id;

    [Test]
    public async Task Member_JoinsWithItsOwnId_OrInVersion0WithOneThatItIsGiven([Values(0, 1)] int version)
    {
        var joined = await JoinAsync(version == 0 ? "" : "me", (short)version);

        Assert.That(joined.ErrorCode, Is.EqualTo(ErrorCode.None), joined.ErrorMessage);
        Assert.That(joined.MemberId, version == 0 ? Is.Not.Empty : Is.EqualTo("me"));
        Assert.That((joined.MemberEpoch > 0, joined.HeartbeatIntervalMs), Is.EqualTo((true, 5_000)));
        var topic = joined.Assignment!.TopicPartitions.Single();
        Assert.That(topic.TopicId, Is.EqualTo(TopicId));
        Assert.That(topic.Partitions, Is.EqualTo(new[] { 0, 1, 2 }));
    }

    [Test]
    public async Task Heartbeat_WithoutNews_TellsNoAssignment()
    {
        var joined = await JoinAsync("me");

        var beat = await _client.CallAsync(
            new ConsumerGroupHeartbeatRequest { GroupId = "g", MemberId = "me", MemberEpoch = joined.MemberEpoch }, version: 1);

        Assert.That((beat.ErrorCode, beat.MemberEpoch, beat.Assignment), Is.EqualTo((ErrorCode.None, joined.MemberEpoch, default(object))));
    }

    [TestCaseSource(nameof(Malformed))]
    public async Task MalformedRequest_IsRefusedWithWords(ConsumerGroupHeartbeatRequest request)
    {
        var answer = await _client.CallAsync(request, version: 1);

        Assert.That((answer.ErrorCode, answer.ErrorMessage), Is.EqualTo((ErrorCode.InvalidRequest, answer.ErrorMessage)));
        Assert.That(answer.ErrorMessage, Is.Not.Empty);
    }

    private static IEnumerable<ConsumerGroupHeartbeatRequest> Malformed() =>
    [
        Join("", "me"),
        Join("g", ""),
        new() { GroupId = "g", MemberId = "me", MemberEpoch = -3 },
        new() { GroupId = "g", MemberId = "me", MemberEpoch = -2 },
        new() { GroupId = "g", MemberId = "me", MemberEpoch = 0, SubscribedTopicNames = [], OwnedPartitions = [] },
        new() { GroupId = "g", MemberId = "me", MemberEpoch = 0, RebalanceTimeoutMs = 1, OwnedPartitions = [] },
        new() { GroupId = "g", MemberId = "me", MemberEpoch = 0, RebalanceTimeoutMs = 1, SubscribedTopicNames = [] },
    ];

    [Test]
    public async Task Commit_IsTakenWithTheMembersEpoch_AndRefusedWithAnyOther()
    {
        var joined = await JoinAsync("me");

        Assert.That(await CommitAsync("me", joined.MemberEpoch), Is.EqualTo(ErrorCode.None));
        Assert.That(await CommitAsync("me", joined.MemberEpoch - 1), Is.EqualTo(ErrorCode.StaleMemberEpoch));
        Assert.That(await CommitAsync("me", joined.MemberEpoch - 1, version: 8), Is.EqualTo(ErrorCode.UnknownMemberId));
        Assert.That(await CommitAsync("other", joined.MemberEpoch), Is.EqualTo(ErrorCode.UnknownMemberId));
        Assert.That(await FetchAsync("me", joined.MemberEpoch), Is.EqualTo((ErrorCode.None, 5L)));
        Assert.That((await FetchAsync("me", joined.MemberEpoch + 1)).Error, Is.EqualTo(ErrorCode.StaleMemberEpoch));
        Assert.That((await FetchAsync("other", joined.MemberEpoch)).Error, Is.EqualTo(ErrorCode.UnknownMemberId));
        Assert.That(await FetchAsync(null, -1), Is.EqualTo((ErrorCode.None, 5L)));
    }

    [Test]
    public async Task Describe_TellsMembersEpochsAndAssignments([Values(0, 1)] int version)
    {
        await JoinAsync("me");
        var request = new ConsumerGroupDescribeRequest { GroupIds = ["g", "nobody"], IncludeAuthorizedOperations = true };

        var groups = (await _client.CallAsync(request, (short)version)).Groups;

        Assert.That(
            (groups[0].ErrorCode, groups[0].GroupState, groups[0].AssignorName, groups[0].AuthorizedOperations),
            Is.EqualTo((ErrorCode.None, "Stable", "uniform", 0b1_0100_1000)));
        Assert.That(groups[0].AssignmentEpoch, Is.EqualTo(groups[0].GroupEpoch).And.GreaterThan(0));
        var member = groups[0].Members.Single();
        Assert.That(
            (member.MemberId, member.MemberEpoch, member.ClientId, member.MemberType),
            Is.EqualTo(("me", groups[0].GroupEpoch, "test", (sbyte)(version == 0 ? -1 : 1))));
        Assert.That(member.SubscribedTopicNames, Is.EqualTo(new[] { "t" }));
        foreach (var assignment in new[] { member.Assignment, member.TargetAssignment })
        {
            var topic = assignment.TopicPartitions.Single();
            Assert.That((topic.TopicId, topic.TopicName, topic.Partitions.Count), Is.EqualTo((TopicId, "t", 3)));
        }

        Assert.That((groups[1].ErrorCode, groups[1].ErrorMessage), Is.EqualTo((ErrorCode.GroupIdNotFound, "Group nobody not found.")));
    }

    [Test]
    public async Task Group_IsListedByItsType_AlsoWhenOnlyItsOffsetsAreLeft()
    {
        var joined = await JoinAsync("me");
        await CommitAsync("me", joined.MemberEpoch);
        Assert.That(await ListAsync(), Is.EqualTo(("consumer", "consumer", "Stable")));

        await _client.CallAsync(new ConsumerGroupHeartbeatRequest { GroupId = "g", MemberId = "me", MemberEpoch = -1 }, version: 1);
        Assert.That(await ListAsync(), Is.EqualTo(("consumer", "consumer", "Empty")));

        var described = (await _client.CallAsync(new DescribeGroupsRequest { Groups = ["g"] }, version: 6)).Groups.Single();
        Assert.That((described.ErrorCode, described.ErrorMessage), Is.EqualTo((ErrorCode.GroupIdNotFound, "Group g is not a classic group.")));
    }

    [Test]
    public async Task Administrator_RemovesAStaticMemberByItsName()
    {
        var join = Join("g", "me");
        join.InstanceId = "i";
        await _client.CallAsync(join, version: 1);

        var left = await _client.CallAsync(
            new LeaveGroupRequest { GroupId = "g", Members = [new LeaveGroupRequest.Member { GroupInstanceId = "i" }] }, version: 5);

        Assert.That(left.Members.Single().ErrorCode, Is.EqualTo(ErrorCode.None));
        Assert.That((await JoinAsync("other")).Assignment!.TopicPartitions.Single().Partitions, Has.Count.EqualTo(3));
    }

    private Task<ConsumerGroupHeartbeatResponse> JoinAsync(string memberId, short version = 1) => _client.CallAsync(Join("g", memberId), version);

    private static ConsumerGroupHeartbeatRequest Join(string group, string memberId) => new()
    {
        GroupId = group,
        MemberId = memberId,
        MemberEpoch = 0,
        RebalanceTimeoutMs = 30_000,
        SubscribedTopicNames = ["t"],
        OwnedPartitions = [],
    };

    private async Task<(string Type, string ProtocolType, string State)> ListAsync()
    {
        var group = (await _client.CallAsync(new ListGroupsRequest(), version: 5)).Groups.Single();
        return (group.GroupType, group.ProtocolType, group.GroupState);
    }

    private async Task<ErrorCode> CommitAsync(string memberId, int epoch, short version = 10)
    {
        var request = new OffsetCommitRequest { GroupId = "g", MemberId = memberId, GenerationIdOrMemberEpoch = epoch };
        var topic = version < 10 ? new OffsetCommitRequest.Topic { Name = "t" } : new OffsetCommitRequest.Topic { TopicId = TopicId };
        topic.Partitions.Add(new OffsetCommitRequest.Partition { CommittedOffset = 5 });
        request.Topics.Add(topic);
        return (await _client.CallAsync(request, version)).Topics.Single().Partitions.Single().ErrorCode;
    }

    private async Task<(ErrorCode Error, long Offset)> FetchAsync(string? memberId, int epoch)
    {
        var request = new OffsetFetchRequest();
        request.Groups.Add(new OffsetFetchRequest.Group
        {
            GroupId = "g",
            MemberId = memberId,
            MemberEpoch = epoch,
            Topics = [new OffsetFetchRequest.GroupTopic { Name = "t", PartitionIndexes = [0] }],
        });
        var group = (await _client.CallAsync(request, version: 9)).Groups.Single();
        return (group.ErrorCode, group.Topics.FirstOrDefault()?.Partitions.Single().CommittedOffset ?? -1);
    }
}
