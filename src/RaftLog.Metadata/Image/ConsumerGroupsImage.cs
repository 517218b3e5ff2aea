using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>The consumer groups with their offsets.</summary>
public sealed class ConsumerGroupsImage
{
    /// <summary>No group.</summary>
    public static readonly ConsumerGroupsImage Empty = new(ImmutableDictionary.Create<string, ConsumerGroupImage>(StringComparer.Ordinal));

    internal ConsumerGroupsImage(ImmutableDictionary<string, ConsumerGroupImage> byId) => ById = byId;

    /// <summary>The groups by name.</summary>
    public ImmutableDictionary<string, ConsumerGroupImage> ById { get; }

    /// <summary>Finds a group by its name.</summary>
    public bool TryGet(string groupId, [NotNullWhen(true)] out ConsumerGroupImage? group) => ById.TryGetValue(groupId, out group);

    /// <summary>The committed offset of a group in a partition, or null.</summary>
    public CommittedOffset? OffsetOf(string groupId, TopicPartition partition) =>
        ById.TryGetValue(groupId, out var group) && group.Offsets.TryGetValue(partition, out var committed) ? committed : null;
}
