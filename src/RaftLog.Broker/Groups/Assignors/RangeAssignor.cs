using RaftLog.Metadata;

namespace RaftLog.Broker.Groups.Assignors;

/// <summary>
/// Cuts each topic into as many runs of neighbouring partitions as it has subscribers, in the order of their names. Members with the same subscription get
/// the same numbers of topics with equally many partitions, which joins of topics need.
/// </summary>
internal sealed class RangeAssignor : IPartitionAssignor
{
    public string Name => "range";

    public Assignment Assign(AssignmentProblem problem)
    {
        var shares = problem.Members.ToDictionary(member => member.Id, _ => new HashSet<TopicIdPartition>(), StringComparer.Ordinal);

        // A static member keeps its place in the order when it comes back under another id.
        var members = problem.Members.OrderBy(member => member.InstanceId ?? member.Id, StringComparer.Ordinal).ToList();
        foreach (var topic in problem.Topics)
        {
            Divide(problem, topic, [.. members.Where(member => member.Topics.Contains(topic)).Select(member => shares[member.Id])]);
        }

        return new Assignment(shares);
    }

    private static void Divide(AssignmentProblem problem, Guid topic, List<HashSet<TopicIdPartition>> subscribers)
    {
        int first = 0;
        for (int i = 0; i < subscribers.Count; i++)
        {
            int count = (problem.PartitionCount(topic) / subscribers.Count) + (i < problem.PartitionCount(topic) % subscribers.Count ? 1 : 0);
            for (int partition = first; partition < first + count; partition++)
            {
                subscribers[i].Add(new TopicIdPartition(topic, partition));
            }

            first += count;
        }
    }
}
