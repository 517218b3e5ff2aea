using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>
/// Divides all partitions evenly and leaves with each member what it has, as far as that allows. What has to move is first taken from its
/// owner and given to nobody; the owner's rejoining brings the rebalance that gives it to the new one (KIP-429). So no partition is ever
/// read by two members, and those that stay are never stopped.
/// </summary>
internal static class CooperativeStickyAssignor
{
    public const string Name = "cooperative-sticky";

    public static Dictionary<string, List<TopicPartition>> Assign(
        IReadOnlyList<GroupSubscription> members, IReadOnlyDictionary<string, int> partitionCounts)
    {
        Dictionary<TopicPartition, string> owners = Owners(members, partitionCounts);
        Dictionary<string, List<TopicPartition>> wanted = AssignAll(members, partitionCounts, owners);
        foreach ((string member, List<TopicPartition> partitions) in wanted)
        {
            partitions.RemoveAll(partition => owners.TryGetValue(partition, out string? owner) && owner != member);
        }

        return wanted;
    }

    /// <summary>The assignment that is aimed at, moves included.</summary>
    internal static Dictionary<string, List<TopicPartition>> AssignAll(
        IReadOnlyList<GroupSubscription> members,
        IReadOnlyDictionary<string, int> partitionCounts,
        IReadOnlyDictionary<TopicPartition, string> owners)
    {
        GroupSubscription[] ordered = [.. members.OrderBy(member => member.MemberId, StringComparer.Ordinal)];
        Dictionary<string, List<TopicPartition>> assignment = ordered.ToDictionary(member => member.MemberId, _ => new List<TopicPartition>());
        Dictionary<string, GroupSubscription[]> readers = partitionCounts.Keys.ToDictionary(
            topic => topic, topic => ordered.Where(member => member.Topics.Contains(topic)).ToArray());
        foreach (TopicPartition partition in AllPartitions(partitionCounts))
        {
            if (owners.TryGetValue(partition, out string? owner))
            {
                assignment[owner].Add(partition);
            }
        }

        foreach (TopicPartition partition in AllPartitions(partitionCounts))
        {
            if (!owners.ContainsKey(partition) && readers[partition.Topic].Length > 0)
            {
                Least(readers[partition.Topic], assignment).Add(partition);
            }
        }

        while (MoveOne(ordered, readers, assignment))
        {
            // Each move makes the loads more even, so it ends.
        }

        return assignment;
    }

    /// <summary>Moves one partition from a member to one with at least two fewer; false when there is no such pair.</summary>
    private static bool MoveOne(
        GroupSubscription[] members,
        Dictionary<string, GroupSubscription[]> readers,
        Dictionary<string, List<TopicPartition>> assignment)
    {
        foreach (GroupSubscription loaded in members.OrderByDescending(member => assignment[member.MemberId].Count))
        {
            List<TopicPartition> from = assignment[loaded.MemberId];
            for (int i = from.Count - 1; i >= 0; i--)
            {
                List<TopicPartition> to = Least(readers[from[i].Topic], assignment);
                if (to.Count + 2 <= from.Count)
                {
                    to.Add(from[i]);
                    from.RemoveAt(i);
                    return true;
                }
            }
        }

        return false;
    }

    private static List<TopicPartition> Least(GroupSubscription[] readers, Dictionary<string, List<TopicPartition>> assignment) =>
        assignment[readers.MinBy(member => assignment[member.MemberId].Count)!.MemberId];

    /// <summary>Who has what. A partition that two members claim was given on meanwhile and belongs to neither.</summary>
    private static Dictionary<TopicPartition, string> Owners(
        IReadOnlyList<GroupSubscription> members, IReadOnlyDictionary<string, int> partitionCounts)
    {
        var owners = new Dictionary<TopicPartition, string>();
        var claimedTwice = new HashSet<TopicPartition>();
        foreach (GroupSubscription member in members)
        {
            foreach (TopicPartition partition in member.Owned.Distinct())
            {
                bool exists = partition.Partition < partitionCounts.GetValueOrDefault(partition.Topic) && member.Topics.Contains(partition.Topic);
                if (exists && !owners.TryAdd(partition, member.MemberId))
                {
                    claimedTwice.Add(partition);
                }
            }
        }

        foreach (TopicPartition partition in claimedTwice)
        {
            owners.Remove(partition);
        }

        return owners;
    }

    private static IEnumerable<TopicPartition> AllPartitions(IReadOnlyDictionary<string, int> partitionCounts) =>
        partitionCounts
            .OrderBy(topic => topic.Key, StringComparer.Ordinal)
            .SelectMany(topic => Enumerable.Range(0, topic.Value).Select(partition => new TopicPartition(topic.Key, partition)));
}
