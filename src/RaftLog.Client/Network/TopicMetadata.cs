namespace RaftLog.Client.Network;

/// <summary>A topic as a broker described it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TopicId">Its id; empty from brokers that do not tell.</param>
/// <param name="Partitions">Its partitions; entry i has number i.</param>
internal sealed record TopicMetadata(string Name, Guid TopicId, PartitionMetadata[] Partitions);
