namespace RaftLog.Metadata;

/// <summary>A partition by the id of its topic, so that it is never confused with one of a later topic of the same name.</summary>
/// <param name="TopicId">The topic's id.</param>
/// <param name="Partition">The partition's number, from 0.</param>
public readonly record struct TopicIdPartition(Guid TopicId, int Partition)
{
    /// <inheritdoc/>
    public override string ToString() => $"{TopicId}-{Partition}";
}
