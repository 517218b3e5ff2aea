using RaftLog.Broker.Groups.Assignors;
using RaftLog.Broker.Tests.Support;
using RaftLog.Metadata;

namespace RaftLog.Broker.Tests.Groups;

/// <summary>What every assignment keeps, over random groups that change: each partition exactly once, balance, and nothing moved without need.</summary>
public sealed class AssignorTests
{
    private const int Changes = 60;

    [Test]
    public void EveryPartitionGoesToExactlyOneSubscriber([Range(1, 20)] int seed, [Values("uniform", "range")] string assignor, [Values] bool sameTopics)
    {
        foreach (var (problem, assignment) in Histories(Named(assignor), seed, sameTopics))
        {
            var given = problem.Members.SelectMany(member => assignment.Of(member.Id).Select(partition => (member, partition))).ToList();
            var subscribed = problem.Topics.Where(topic => problem.Members.Any(member => member.Topics.Contains(topic)));

            Assert.That(given.Select(pair => pair.partition), Is.Unique);
            Assert.That(given.Select(pair => pair.partition), Is.EquivalentTo(subscribed.SelectMany(problem.PartitionsOf)));
            Assert.That(given.All(pair => pair.member.Topics.Contains(pair.partition.TopicId)), Is.True);
        }
    }

    [Test]
    public void Uniform_OfMembersWithOneSubscription_DiffersByOneAtMost([Range(1, 20)] int seed)
    {
        foreach (var (problem, assignment) in Histories(new UniformAssignor(), seed, sameTopics: true))
        {
            var sizes = problem.Members.Select(member => assignment.Of(member.Id).Count).ToList();
            Assert.That(sizes.Max() - sizes.Min(), Is.LessThanOrEqualTo(1));
        }
    }

    [Test]
    public void Uniform_OfMembersWithOneSubscription_MovesNoMoreThanSharesDemand([Range(1, 20)] int seed)
    {
        foreach (var (problem, assignment) in Histories(new UniformAssignor(), seed, sameTopics: true))
        {
            int share = problem.Topics.Sum(problem.PartitionCount) / problem.Members.Count;
            foreach (var member in problem.Members)
            {
                int had = member.Current.Count(problem.Exists);
                int kept = member.Current.Count(assignment.Of(member.Id).Contains);
                Assert.That(kept, Is.GreaterThanOrEqualTo(Math.Min(had, share)));
            }
        }
    }

    [Test]
    public void Uniform_OfMembersWithOwnSubscriptions_LeavesNoMoveThatWouldMakeTwoMoreEven([Range(1, 20)] int seed)
    {
        foreach (var (problem, assignment) in Histories(new UniformAssignor(), seed, sameTopics: false))
        {
            foreach (var member in problem.Members)
            {
                var topics = assignment.Of(member.Id).Select(partition => partition.TopicId).ToHashSet();
                var takers = problem.Members.Where(other => other.Topics.Any(topics.Contains)).Select(other => assignment.Of(other.Id).Count);
                Assert.That(takers.DefaultIfEmpty(int.MaxValue).Min(), Is.GreaterThanOrEqualTo(assignment.Of(member.Id).Count - 1));
            }
        }
    }

    [Test]
    public void Uniform_AssignedAgain_MovesNothing([Range(1, 10)] int seed, [Values] bool sameTopics)
    {
        foreach (var (problem, assignment) in Histories(new UniformAssignor(), seed, sameTopics))
        {
            var again = new UniformAssignor().Assign(With(problem, assignment));
            Assert.That(problem.Members.All(member => again.Of(member.Id).SetEquals(assignment.Of(member.Id))), Is.True);
        }
    }

    [Test]
    public void Range_GivesTheSameNumbersOfTopicsThatAreAlike()
    {
        var topics = new[] { TestTopics.IdOf("t"), TestTopics.IdOf("u") };
        var members = new[] { "b", "a", "c" }.Select(id => new AssignorMember(id, null, topics, new HashSet<TopicIdPartition>())).ToList();

        var assignment = new RangeAssignor().Assign(new AssignmentProblem(members, topics.ToDictionary(topic => topic, _ => 7)));

        int[] Numbers(string member, Guid topic) => [.. assignment.Of(member).Where(p => p.TopicId == topic).Select(p => p.Partition).Order()];
        foreach (var topic in topics)
        {
            Assert.That(Numbers("a", topic), Is.EqualTo(new[] { 0, 1, 2 }));
            Assert.That(Numbers("b", topic), Is.EqualTo(new[] { 3, 4 }));
            Assert.That(Numbers("c", topic), Is.EqualTo(new[] { 5, 6 }));
        }
    }

    private static IPartitionAssignor Named(string name) => name == "range" ? new RangeAssignor() : new UniformAssignor();

    // A group through random changes of members and topics, each assignment beginning from the one before.
    private static IEnumerable<(AssignmentProblem Problem, Assignment Assignment)> Histories(IPartitionAssignor assignor, int seed, bool sameTopics)
    {
        var random = new Random(seed);
        var topics = Enumerable.Range(0, 5).ToDictionary(i => TestTopics.IdOf($"{(char)('a' + i)}"), _ => random.Next(0, 12));
        var members = new List<AssignorMember>();
        var assignment = Assignment.None;
        for (int change = 0; change < Changes; change++)
        {
            if (members.Count == 0 || random.Next(3) > 0)
            {
                Guid[] subscribed = [.. topics.Keys.Where(_ => sameTopics || random.Next(2) == 0).Order()];
                members.Add(new AssignorMember($"m{change}", null, subscribed, new HashSet<TopicIdPartition>()));
            }
            else
            {
                members.RemoveAt(random.Next(members.Count));
            }

            topics[topics.Keys.ElementAt(random.Next(topics.Count))] = random.Next(0, 12);
            if (members.Count > 0)
            {
                var wanted = topics.Where(topic => members.Any(member => member.Topics.Contains(topic.Key))).ToDictionary();
                var problem = With(new AssignmentProblem(members, wanted), assignment, wanted);
                assignment = assignor.Assign(problem);
                yield return (problem, assignment);
            }
        }
    }

    private static AssignmentProblem With(AssignmentProblem problem, Assignment current, Dictionary<Guid, int>? counts = null) => new(
        [.. problem.Members.Select(member => member with { Current = current.Of(member.Id) })],
        counts ?? problem.Topics.ToDictionary(topic => topic, problem.PartitionCount));
}
