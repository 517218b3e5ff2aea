namespace RaftLog.Metadata;

/// <summary>Collects what records change in an image, and makes the next image of it.</summary>
public static class MetadataDelta
{
    /// <summary>What lies between two images, found by comparing them.</summary>
    internal static MetadataChange Between(MetadataImage old, MetadataImage current) => new(
        old,
        current,
        old.Topics.ById.Keys.Concat(current.Topics.ById.Keys).ToHashSet(),
        old.Brokers.ById.Keys.Concat(current.Brokers.ById.Keys).ToHashSet(),
        old.Configs.ByResource.Keys.Concat(current.Configs.ByResource.Keys).ToHashSet(),
        old.ConsumerGroups.ById.Keys.Concat(current.ConsumerGroups.ById.Keys).ToHashSet());
}
