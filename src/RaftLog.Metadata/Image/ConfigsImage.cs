using System.Collections.Immutable;

namespace RaftLog.Metadata;

/// <summary>The configurations that were set while the cluster ran; what is not set here comes from a broker's file or a default (<see cref="ConfigResolver"/>).</summary>
public sealed class ConfigsImage
{
    /// <summary>Nothing set.</summary>
    public static readonly ConfigsImage Empty = new(ImmutableDictionary<ConfigResource, ImmutableSortedDictionary<string, string>>.Empty);

    internal static readonly ImmutableSortedDictionary<string, string> NothingSet =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    internal ConfigsImage(ImmutableDictionary<ConfigResource, ImmutableSortedDictionary<string, string>> byResource) => ByResource = byResource;

    /// <summary>What is set, by resource; a resource with nothing set has no entry.</summary>
    public ImmutableDictionary<ConfigResource, ImmutableSortedDictionary<string, string>> ByResource { get; }

    /// <summary>What is set on one resource; empty when nothing is.</summary>
    public ImmutableSortedDictionary<string, string> Of(ConfigResource resource) =>
        ByResource.TryGetValue(resource, out var values) ? values : NothingSet;
}
