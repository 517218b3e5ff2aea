using RaftLog.Broker.Groups;
using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Groups;

/// <summary>Expiry of offsets, and what is kept of a group's membership for it, on a whole broker.</summary>
public sealed class OffsetExpiryTests
{
    [Test]
    public async Task OffsetsOfAnEmptyGroup_GoWithTheGroup_ThoseOfAGroupWithMembersStay()
    {
        await using var broker = await TestBroker.StartAsync(options =>
        {
            options.Groups.OffsetsRetention = TimeSpan.FromMilliseconds(1);
            options.Groups.OffsetsRetentionCheckInterval = TimeSpan.FromMilliseconds(50);
        });
        await broker.CreateTopicAsync("t");
        var client = broker.Connect();
        var member = await JoinAsync(client, "live");
        Assert.That(await CommitAsync(client, "live", member.MemberId, member.GenerationId), Is.EqualTo(ErrorCode.RebalanceInProgress));
        await client.CallAsync(new SyncGroupRequest { GroupId = "live", MemberId = member.MemberId, GenerationId = member.GenerationId }, version: 3);
        Assert.That(await CommitAsync(client, "live", member.MemberId, member.GenerationId), Is.EqualTo(ErrorCode.None));
        Assert.That(await CommitAsync(client, "alone", "", -1), Is.EqualTo(ErrorCode.None));

        await Eventually.HoldsAsync(() => !broker.Image.ConsumerGroups.TryGet("alone", out _), "The group without members did not expire.");

        Assert.That(broker.Image.ConsumerGroups.ById["live"].Offsets, Has.Count.EqualTo(1));
        await client.CallAsync(
            new LeaveGroupRequest { GroupId = "live", Members = [new LeaveGroupRequest.Member { MemberId = member.MemberId }] }, version: 3);
        await Eventually.HoldsAsync(
            () => !broker.Image.ConsumerGroups.TryGet("live", out var group) || group.Offsets.IsEmpty, "The group that became empty did not expire.");
    }

    [Test]
    public async Task Membership_IsKept_SinceWhenItIsEmptyToo()
    {
        await using var broker = await TestBroker.StartAsync();
        var client = broker.Connect();
        var member = await JoinAsync(client, "g");

        await Eventually.HoldsAsync(() => Kept(broker, "g") is { HasMembers: true }, "It was not kept that the group has members.");
        Assert.That(broker.Image.ConsumerGroups.ById["g"].ProtocolType, Is.EqualTo("consumer"));

        await client.CallAsync(new LeaveGroupRequest { GroupId = "g", Members = [new LeaveGroupRequest.Member { MemberId = member.MemberId }] }, version: 3);
        await Eventually.HoldsAsync(() => Kept(broker, "g") is { HasMembers: false, SinceMs: > 0 }, "It was not kept that the group is empty.");
    }

    private static KeptGroupState? Kept(TestBroker broker, string group) =>
        broker.Image.ConsumerGroups.TryGet(group, out var stored) ? KeptGroupState.Read(stored.State.Span) : null;

    private static Task<JoinGroupResponse> JoinAsync(TestClient client, string group) => client.CallAsync(
        new JoinGroupRequest
        {
            GroupId = group,
            SessionTimeoutMs = 30_000,
            RebalanceTimeoutMs = 30_000,
            ProtocolType = "consumer",
            Protocols = [new JoinGroupRequest.GroupProtocol { Name = "range", Metadata = [0, 0, 0, 0, 0, 1, 0, 1, (byte)'t', 0, 0, 0, 0] }],
        },
        version: 3);

    private static async Task<ErrorCode> CommitAsync(TestClient client, string group, string member, int generation)
    {
        var request = new OffsetCommitRequest { GroupId = group, MemberId = member, GenerationIdOrMemberEpoch = generation };
        request.Topics.Add(new OffsetCommitRequest.Topic { Name = "t", Partitions = [new OffsetCommitRequest.Partition { CommittedOffset = 1 }] });
        return (await client.CallAsync(request, version: 7)).Topics.Single().Partitions.Single().ErrorCode;
    }
}
