using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>All topics, by id and by name.</summary>
public sealed class TopicsImage
{
    /// <summary>No topic.</summary>
    public static readonly TopicsImage Empty = new(
        ImmutableDictionary<Guid, TopicImage>.Empty,
        ImmutableDictionary.Create<string, TopicImage>(StringComparer.Ordinal),
        ImmutableDictionary<GroupId, TopicIdPartition>.Empty);

    // The three hold the same topics: every group is a partition of one of them, every name maps to the topic with its id.
    internal TopicsImage(
        ImmutableDictionary<Guid, TopicImage> byId,
        ImmutableDictionary<string, TopicImage> byName,
        ImmutableDictionary<GroupId, TopicIdPartition> byGroup)
    {
        ById = byId;
        ByName = byName;
        ByGroup = byGroup;
    }

    /// <summary>The topics by id.</summary>
    public ImmutableDictionary<Guid, TopicImage> ById { get; }

    /// <summary>The topics by name, compared ordinally.</summary>
    public ImmutableDictionary<string, TopicImage> ByName { get; }

    /// <summary>Which partition a Raft group is.</summary>
    public ImmutableDictionary<GroupId, TopicIdPartition> ByGroup { get; }

    /// <summary>How many topics there are.</summary>
    public int Count => ById.Count;

    /// <summary>Finds a topic by its name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out TopicImage? topic) => ByName.TryGetValue(name, out topic);

    /// <summary>Finds a topic by its id.</summary>
    public bool TryGet(Guid id, [NotNullWhen(true)] out TopicImage? topic) => ById.TryGetValue(id, out topic);

    /// <summary>Finds a partition by the names that Kafka clients use.</summary>
    public bool TryGet(TopicPartition partition, [NotNullWhen(true)] out PartitionImage? found)
    {
        found = ByName.TryGetValue(partition.Topic, out var topic) ? topic.Partition(partition.Partition) : null;
        return found is not null;
    }
}
