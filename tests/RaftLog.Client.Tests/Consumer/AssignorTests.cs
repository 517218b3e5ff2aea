using FsCheck;
using FsCheck.Fluent;
using RaftLog.Model;

namespace RaftLog.Client.Tests;

/// <summary>What every assignment must have, checked on random groups; and KIP-429 for the cooperative one.</summary>
public sealed class AssignorTests
{
    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue - 1).ToArbitrary();

    [Test]
    public void Range_GivesEachPartitionToOneSubscriber_InRangesThatDifferByOne() =>
        Prop.ForAll(Seeds, seed =>
        {
            (GroupSubscription[] members, Dictionary<string, int> counts) = RandomGroup(new Random(seed), sameTopics: false);
            var assignment = RangeAssignor.Assign(members, counts);
            return IsComplete(members, counts, assignment) && counts.Keys.All(topic => DiffersByOne(
                members.Where(member => member.Topics.Contains(topic)),
                member => assignment[member.MemberId].Count(partition => partition.Topic == topic)));
        }).QuickCheckThrowOnFailure();

    [Test]
    public void Sticky_GivesEachPartitionToOneSubscriber_Evenly() =>
        Prop.ForAll(Seeds, seed =>
        {
            (GroupSubscription[] members, Dictionary<string, int> counts) = RandomGroup(new Random(seed), sameTopics: true);
            var assignment = CooperativeStickyAssignor.Assign(members, counts);
            return IsComplete(members, counts, assignment) && DiffersByOne(members, member => assignment[member.MemberId].Count);
        }).QuickCheckThrowOnFailure();

    [Test]
    public void Sticky_GivesEachPartitionToOneSubscriber_WhenSubscriptionsDiffer() =>
        Prop.ForAll(Seeds, seed =>
        {
            (GroupSubscription[] members, Dictionary<string, int> counts) = RandomGroup(new Random(seed), sameTopics: false);
            return IsComplete(members, counts, CooperativeStickyAssignor.Assign(members, counts));
        }).QuickCheckThrowOnFailure();

    [Test]
    public void Sticky_NeverGivesAPartitionThatAnotherStillOwns_AndSettlesInTwoRounds() =>
        Prop.ForAll(Seeds, seed =>
        {
            var random = new Random(seed);
            (GroupSubscription[] members, Dictionary<string, int> counts) = RandomGroup(random, sameTopics: true);
            var first = CooperativeStickyAssignor.Assign(members, counts);
            GroupSubscription[] joined = [.. members.Select(member => member with { Owned = first[member.MemberId] }), new("new", members[0].Topics, [])];
            var second = CooperativeStickyAssignor.Assign(joined, counts);
            bool overlaps = second.Any(one => joined.Any(other => other.MemberId != one.Key && other.Owned.Intersect(one.Value).Any()));
            GroupSubscription[] rejoined = [.. joined.Select(member => member with { Owned = second[member.MemberId] })];
            var third = CooperativeStickyAssignor.Assign(rejoined, counts);
            return !overlaps
                && IsComplete(rejoined, counts, third)
                && DiffersByOne(rejoined, member => third[member.MemberId].Count)
                && rejoined.All(member => !member.Owned.Except(third[member.MemberId]).Any());
        }).QuickCheckThrowOnFailure();

    [Test]
    public void Sticky_MovesNothing_WhenTheGroupIsTheSame() =>
        Prop.ForAll(Seeds, seed =>
        {
            (GroupSubscription[] members, Dictionary<string, int> counts) = RandomGroup(new Random(seed), sameTopics: true);
            var first = CooperativeStickyAssignor.Assign(members, counts);
            GroupSubscription[] again = [.. members.Select(member => member with { Owned = first[member.MemberId] })];
            var second = CooperativeStickyAssignor.Assign(again, counts);
            return members.All(member => first[member.MemberId].ToHashSet().SetEquals(second[member.MemberId]));
        }).QuickCheckThrowOnFailure();

    [Test]
    public void Sticky_GivesAPartitionThatTwoClaimToOne()
    {
        TopicPartition claimed = new("t", 0);
        GroupSubscription[] members = [new("a", ["t"], [claimed]), new("b", ["t"], [claimed])];

        var assignment = CooperativeStickyAssignor.Assign(members, new Dictionary<string, int> { ["t"] = 1 });

        Assert.That(assignment.Values.SelectMany(partitions => partitions), Is.EqualTo(new[] { claimed }));
    }

    [Test]
    public void Subscription_SurvivesItsEncoding()
    {
        var subscription = new GroupSubscription("m", ["a", "b"], [new TopicPartition("a", 3), new TopicPartition("b", 0)]);

        GroupSubscription read = ConsumerProtocol.ReadSubscription("m", ConsumerProtocol.WriteSubscription(subscription, null));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(read.Topics, Is.EqualTo(subscription.Topics));
            Assert.That(read.Owned, Is.EqualTo(subscription.Owned));
        }
    }

    private static (GroupSubscription[] Members, Dictionary<string, int> Counts) RandomGroup(Random random, bool sameTopics)
    {
        Dictionary<string, int> counts = Enumerable.Range(0, random.Next(1, 5)).ToDictionary(i => $"topic-{i}", _ => random.Next(1, 20));
        string[] all = [.. counts.Keys];
        GroupSubscription[] members =
        [
            .. Enumerable.Range(0, random.Next(1, 8)).Select(i => new GroupSubscription(
                $"member-{i}", sameTopics ? all : [.. all.Where(_ => random.Next(2) == 0)], [])),
        ];
        return (members, counts);
    }

    private static bool IsComplete(
        GroupSubscription[] members, Dictionary<string, int> counts, Dictionary<string, List<TopicPartition>> assignment)
    {
        HashSet<string> wanted = [.. members.SelectMany(member => member.Topics)];
        TopicPartition[] expected =
            [.. counts.Where(topic => wanted.Contains(topic.Key)).SelectMany(topic => Enumerable.Range(0, topic.Value).Select(i => new TopicPartition(topic.Key, i))).Order()];
        bool onlySubscribed = members.All(member => assignment[member.MemberId].TrueForAll(partition => member.Topics.Contains(partition.Topic)));
        return onlySubscribed && assignment.Values.SelectMany(partitions => partitions).Order().SequenceEqual(expected);
    }

    private static bool DiffersByOne(IEnumerable<GroupSubscription> members, Func<GroupSubscription, int> load)
    {
        int[] loads = [.. members.Select(load)];
        return loads.Length == 0 || loads.Max() - loads.Min() <= 1;
    }
}
