using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>Where a record went.</summary>
/// <param name="TopicPartition">Its partition.</param>
/// <param name="Offset">Its offset; -1 with <see cref="Acks.None"/>, or when the broker only remembers that it has the record already.</param>
/// <param name="Timestamp">Its timestamp: the producer's, or the broker's where the topic uses log-append time.</param>
public readonly record struct DeliveryResult(TopicPartition TopicPartition, long Offset, DateTimeOffset Timestamp);
