using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>A producer as the leader of a partition knows it.</summary>
/// <param name="TopicPartition">The partition.</param>
/// <param name="ProducerId">Its id.</param>
/// <param name="ProducerEpoch">Its epoch.</param>
/// <param name="LastSequence">The sequence of the last record; -1 for none.</param>
/// <param name="LastTimestamp">The time of its last batch; null when unknown.</param>
/// <param name="CoordinatorEpoch">The epoch of the coordinator that wrote the last marker.</param>
/// <param name="TransactionStartOffset">The first offset of its open transaction here; null without one.</param>
public sealed record ProducerDescription(
    TopicPartition TopicPartition,
    long ProducerId,
    short ProducerEpoch,
    int LastSequence,
    DateTimeOffset? LastTimestamp,
    int CoordinatorEpoch,
    long? TransactionStartOffset);
