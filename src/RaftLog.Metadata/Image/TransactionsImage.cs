using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>The transactional ids.</summary>
public sealed class TransactionsImage
{
    /// <summary>No transactional id.</summary>
    public static readonly TransactionsImage Empty = new(
        ImmutableSortedDictionary.Create<string, TransactionImage>(StringComparer.Ordinal),
        ImmutableSortedSet.Create<string>(StringComparer.Ordinal),
        ImmutableDictionary.Create<string, ImmutableHashSet<string>>(StringComparer.Ordinal));

    internal TransactionsImage(
        ImmutableSortedDictionary<string, TransactionImage> byId,
        ImmutableSortedSet<string> ending,
        ImmutableDictionary<string, ImmutableHashSet<string>> byGroup)
    {
        ById = byId;
        Ending = ending;
        ByGroup = byGroup;
    }

    /// <summary>The states by transactional id.</summary>
    public ImmutableSortedDictionary<string, TransactionImage> ById { get; }

    /// <summary>Those of which partitions have to be told how their transaction ended.</summary>
    public ImmutableSortedSet<string> Ending { get; }

    /// <summary>For each consumer group those whose open transaction it is in.</summary>
    internal ImmutableDictionary<string, ImmutableHashSet<string>> ByGroup { get; }

    /// <summary>Finds the state of a transactional id.</summary>
    public bool TryGet(string transactionalId, [NotNullWhen(true)] out TransactionImage? transaction) => ById.TryGetValue(transactionalId, out transaction);

    /// <summary>Whether the group has offsets that wait for the end of a transaction.</summary>
    public bool HasPendingOffsets(string consumerGroup) =>
        ByGroup.TryGetValue(consumerGroup, out var ids) && ids.Any(id => ById[id].PendingOffsets[consumerGroup].Count > 0);

    /// <summary>Whether the group has an offset in the partition that waits for the end of a transaction.</summary>
    public bool HasPendingOffset(string consumerGroup, TopicPartition partition) =>
        ByGroup.TryGetValue(consumerGroup, out var ids) && ids.Any(id => ById[id].HasPendingOffset(consumerGroup, partition));
}
