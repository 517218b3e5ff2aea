using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>
/// Divides each topic in ranges of neighbouring partitions, one for each member that subscribes to it, members in the order of their
/// ids; the first ones get one more where it does not come out even. Equal partition numbers of several topics land on one member.
/// </summary>
internal static class RangeAssignor
{
    public const string Name = "range";

    public static Dictionary<string, List<TopicPartition>> Assign(
        IReadOnlyList<GroupSubscription> members, IReadOnlyDictionary<string, int> partitionCounts)
    {
        Dictionary<string, List<TopicPartition>> assignment = members.ToDictionary(member => member.MemberId, _ => new List<TopicPartition>());
        foreach ((string topic, int partitions) in partitionCounts.OrderBy(topic => topic.Key, StringComparer.Ordinal))
        {
            string[] subscribed =
            [
                .. members
                    .Where(member => member.Topics.Contains(topic))
                    .Select(member => member.MemberId)
                    .Order(StringComparer.Ordinal),
            ];
            int next = 0;
            for (int i = 0; i < subscribed.Length; i++)
            {
                int share = (partitions / subscribed.Length) + (i < partitions % subscribed.Length ? 1 : 0);
                for (int end = next + share; next < end; next++)
                {
                    assignment[subscribed[i]].Add(new TopicPartition(topic, next));
                }
            }
        }

        return assignment;
    }
}
