using RaftLog.Metadata;

namespace RaftLog.Broker.Transactions;

/// <summary>A transaction whose end is decided, and which of its partitions are not known to have the marker.</summary>
internal sealed class EndingTransaction(TransactionImage transaction)
{
    // Subset of the partitions of the image; those under way are a subset of it.
    private readonly SortedSet<TopicPartition> _missing = [.. transaction.Partitions];
    private readonly HashSet<TopicPartition> _underWay = [];

    public string Id => transaction.TransactionalId;

    /// <summary>Whether all partitions have the marker.</summary>
    public bool IsTold => _missing.Count == 0;

    /// <summary>Whether the controller is being told that it is complete.</summary>
    public bool IsCompleting { get; set; }

    /// <summary>The partitions to send the marker to.</summary>
    public IEnumerable<TopicPartition> Waiting => _missing.Where(partition => !_underWay.Contains(partition));

    /// <summary>Whether the image still speaks of the same end: the next one of the producer may have the same epoch, and be decided before the last is forgotten.</summary>
    public bool IsSame(TransactionImage now) =>
        (now.State, now.ProducerId, now.ProducerEpoch) == (transaction.State, transaction.ProducerId, transaction.ProducerEpoch)
        && (now.StartTimestampMs, now.UpdateTimestampMs) == (transaction.StartTimestampMs, transaction.UpdateTimestampMs);

    /// <summary>Partitions of a deleted topic need no marker.</summary>
    public void KeepOnly(TransactionImage now) => _missing.IntersectWith(now.Partitions);

    public TransactionMarker Marker(Term coordinator) =>
        new(transaction.ProducerId, transaction.ProducerEpoch, coordinator.Value, transaction.State == TransactionState.PrepareCommit)
        {
            EndsLowerEpochs = transaction.EndsLowerEpochs,
        };

    public EndedTransaction ToEnded() => new()
    {
        TransactionalId = transaction.TransactionalId,
        ProducerId = transaction.ProducerId,
        ProducerEpoch = transaction.ProducerEpoch,
    };

    public void Send(TopicPartition partition) => _underWay.Add(partition);

    /// <summary>Takes note of how the sending ended.</summary>
    public void Sent(TopicPartition partition, bool hasMarker)
    {
        _underWay.Remove(partition);
        if (hasMarker)
        {
            _missing.Remove(partition);
        }
    }
}
