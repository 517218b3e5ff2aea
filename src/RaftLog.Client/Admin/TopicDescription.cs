namespace RaftLog.Client;

/// <summary>A topic as the cluster describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TopicId">Its id; empty from brokers that do not tell.</param>
/// <param name="IsInternal">Whether the cluster uses it for itself.</param>
/// <param name="Partitions">Its partitions, by number.</param>
public sealed record TopicDescription(string Name, Guid TopicId, bool IsInternal, IReadOnlyList<PartitionDescription> Partitions);
