using System.Collections.Immutable;
using RaftLog.Broker.Groups;
using RaftLog.Metadata;
using RaftLog.Model;

namespace RaftLog.Broker.Tests.Groups;

/// <summary>When committed offsets expire.</summary>
public sealed class OffsetExpiryRuleTests
{
    private const long Latest = 1_000;

    [Test]
    public void OffsetsOfAGroupWithMembers_StayHoweverOldTheyAre() =>
        Assert.That(Find(Members(reading: ["t"]), ("t", 1)), Is.Null);

    [Test]
    public void OffsetsInTopicsThatNoMemberReads_ExpireByTheirCommit()
    {
        var found = Find(Members(reading: ["t"]), ("t", 1), ("gone", 2));

        Assert.That((found!.KeptTopics.Single(), found.CommittedUpToMs, found.RemoveIfBare), Is.EqualTo(("t", Latest, false)));
        Assert.That(Find(Members(reading: ["t"]), ("t", 1), ("gone", Latest + 1)), Is.Null);
    }

    [Test]
    public void WhileMembersHaveNotAgreed_NothingExpires() =>
        Assert.That(Find(new GroupUse(HasMembers: true, EmptySinceMs: null, ForgetsUnread: false, []), ("t", 1)), Is.Null);

    [Test]
    public void OffsetsOfAnEmptyGroup_StayUntilItHasBeenEmptyForTheWholeTime()
    {
        Assert.That(Find(Empty(since: Latest + 1), ("t", 1)), Is.Null);
        Assert.That(Find(Empty(since: Latest), ("t", 1)), Is.Not.Null);
    }

    [Test]
    public void OffsetCommittedToAnEmptyGroup_StaysByItsOwnTime() =>
        Assert.That(Find(Empty(since: 1), ("t", Latest + 1)), Is.Null);

    [Test]
    public void OffsetsOfAGroupThatNeverHadMembers_ExpireByTheirCommit()
    {
        Assert.That(Find(Empty(since: null), ("t", Latest)), Is.Not.Null);
        Assert.That(Find(Empty(since: null), ("t", Latest + 1)), Is.Null);
    }

    [Test]
    public void GroupWithoutMembersAndOffsets_IsForgotten()
    {
        Assert.That(Find(Empty(since: Latest + 1))!.RemoveIfBare, Is.True);
        Assert.That(Find(Members(reading: [])), Is.Null);
    }

    [Test]
    public void KeptState_IsReadBack_AndOtherBytesAreNone()
    {
        var kept = new KeptGroupState(GroupType.Consumer, HasMembers: true, SinceMs: 42);

        Assert.That(KeptGroupState.Read(kept.ToBytes()), Is.EqualTo(kept));
        Assert.That(KeptGroupState.Read([]), Is.Null);
        Assert.That(KeptGroupState.Read(new byte[11]), Is.Null);
    }

    private static GroupUse Members(string[] reading) => new(HasMembers: true, EmptySinceMs: null, ForgetsUnread: true, reading);

    private static GroupUse Empty(long? since) => new(HasMembers: false, since, ForgetsUnread: false, []);

    private static GroupExpiry? Find(GroupUse use, params (string Topic, long CommittedMs)[] offsets) => OffsetExpiryRule.Find(
        new ConsumerGroupImage
        {
            Id = "g",
            Offsets = offsets.ToImmutableDictionary(
                offset => new TopicPartition(offset.Topic, 0),
                offset => new CommittedOffset(new Offset(1), LeaderEpoch: -1, Metadata: "", offset.CommittedMs)),
        },
        use,
        Latest);
}
