using System.Collections.Immutable;

namespace RaftLog.Metadata;

/// <summary>One key of a resource with the value that holds and where it comes from: what DescribeConfigs answers.</summary>
/// <param name="Definition">The key.</param>
/// <param name="Value">The value that holds; null when there is none or it is a secret.</param>
/// <param name="Source">Where the value comes from.</param>
/// <param name="Synonyms">Every place that gives a value, the one that holds first.</param>
public sealed record ConfigEntry(ConfigDefinition Definition, string? Value, ConfigSource Source, ImmutableArray<ConfigSynonymValue> Synonyms)
{
    /// <summary>Whether nobody has set it on the resource itself.</summary>
    public bool IsDefault => Source is ConfigSource.Default;
}
