using RaftLog.Metadata;

namespace RaftLog.Broker.Groups.Assignors;

/// <summary>What an assignor divides among whom.</summary>
/// <param name="members">The members; their order decides where nothing else does.</param>
/// <param name="partitionCounts">The number of partitions of every topic that anybody subscribes to.</param>
internal sealed class AssignmentProblem(IReadOnlyList<AssignorMember> members, IReadOnlyDictionary<Guid, int> partitionCounts)
{
    public IReadOnlyList<AssignorMember> Members { get; } = members;

    /// <summary>Whether all subscribe to the same topics, as the members of most groups do.</summary>
    public bool IsUniform { get; } = members.All(member => ReferenceEquals(member.Topics, members[0].Topics) || member.Topics.SequenceEqual(members[0].Topics));

    /// <summary>The topics that anybody subscribes to, in an order that does not depend on who came first.</summary>
    public IReadOnlyList<Guid> Topics { get; } = [.. partitionCounts.Keys.Order()];

    public int PartitionCount(Guid topic) => partitionCounts[topic];

    /// <summary>All partitions of a topic, in order.</summary>
    public IEnumerable<TopicIdPartition> PartitionsOf(Guid topic) =>
        Enumerable.Range(0, partitionCounts[topic]).Select(partition => new TopicIdPartition(topic, partition));

    /// <summary>Whether a partition is there still.</summary>
    public bool Exists(TopicIdPartition partition) =>
        partitionCounts.TryGetValue(partition.TopicId, out int count) && partition.Partition < count;
}
