namespace RaftLog.Broker.Transactions;

/// <summary>A producer, as its batches name it.</summary>
/// <param name="Id">The producer id.</param>
/// <param name="Epoch">The epoch.</param>
internal readonly record struct ProducerIdAndEpoch(long Id, short Epoch);
