using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>A place in a partition.</summary>
/// <param name="TopicPartition">The partition.</param>
/// <param name="Offset">The offset of the next record to read.</param>
/// <param name="LeaderEpoch">The epoch of the record before it, -1 when unknown; lets a truncated log be noticed (KIP-320).</param>
/// <param name="Metadata">A note stored with a committed offset.</param>
public readonly record struct TopicPartitionOffset(TopicPartition TopicPartition, long Offset, int LeaderEpoch = -1, string Metadata = "");
