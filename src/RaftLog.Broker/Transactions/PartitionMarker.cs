namespace RaftLog.Broker.Transactions;

/// <summary>The end of a transaction for one partition.</summary>
/// <param name="Transaction">The transaction.</param>
/// <param name="Marker">What the partition is to append.</param>
/// <param name="Partition">The partition.</param>
internal readonly record struct PartitionMarker(EndingTransaction Transaction, TransactionMarker Marker, TopicPartition Partition);
