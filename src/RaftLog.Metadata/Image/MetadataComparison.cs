using System.Collections.Immutable;

namespace RaftLog.Metadata;

/// <summary>Finds what lies between two images when the records between them are not at hand: after a snapshot was installed.</summary>
internal static class MetadataComparison
{
    /// <summary>What lies between.</summary>
    public static MetadataChange Between(MetadataImage old, MetadataImage current) => new(
        old,
        current,
        Differences(old.Topics.ById, current.Topics.ById),
        Differences(old.Brokers.ById, current.Brokers.ById),
        Differences(old.Configs.ByResource, current.Configs.ByResource, (a, b) => a.SequenceEqual(b)),
        Differences(old.ConsumerGroups.ById, current.ConsumerGroups.ById),
        Differences(old.Transactions.ById, current.Transactions.ById));

    private static HashSet<TKey> Differences<TKey, TValue>(
        IImmutableDictionary<TKey, TValue> old, IImmutableDictionary<TKey, TValue> current, Func<TValue, TValue, bool>? areEqual = null)
        where TKey : notnull
        where TValue : class
    {
        areEqual ??= EqualityComparer<TValue>.Default.Equals;
        var differences = new HashSet<TKey>();
        foreach (var (key, value) in old)
        {
            if (!current.TryGetValue(key, out var other) || !areEqual(value, other))
            {
                differences.Add(key);
            }
        }

        differences.UnionWith(current.Keys.Where(key => !old.ContainsKey(key)));
        return differences;
    }
}
