using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>A transactional id as its coordinator describes it.</summary>
/// <param name="TransactionalId">The id.</param>
/// <param name="State">Kafka's word for its state.</param>
/// <param name="ProducerId">The id of its producer.</param>
/// <param name="ProducerEpoch">The epoch of its producer.</param>
/// <param name="Timeout">How long a transaction may be open.</param>
/// <param name="StartTime">When the transaction began; null without one.</param>
/// <param name="Partitions">The partitions of the transaction.</param>
public sealed record TransactionDescription(
    string TransactionalId,
    string State,
    long ProducerId,
    short ProducerEpoch,
    TimeSpan Timeout,
    DateTimeOffset? StartTime,
    IReadOnlyList<TopicPartition> Partitions);
