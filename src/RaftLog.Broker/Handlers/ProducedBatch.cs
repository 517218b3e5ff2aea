using RaftLog.Broker.Transactions;

namespace RaftLog.Broker.Handlers;

/// <summary>A batch from a producer that was found good, in the buffer in which it travels to the log; or what is to be said of one that was not.</summary>
/// <param name="Frame">The batch behind header room; its one reference goes to whoever appends it.</param>
/// <param name="SizeInBytes">The size of the batch.</param>
/// <param name="LogAppendTimeMs">The time that was given to its records; -1 when they keep their own.</param>
/// <param name="Transaction">The producer, when the batch belongs to a transaction of its.</param>
/// <param name="KeylessRecords">In a batch that was refused for them: which of its records have no key though the topic is compacted.</param>
internal readonly record struct ProducedBatch(
    PooledBuffer? Frame,
    int SizeInBytes,
    long LogAppendTimeMs,
    ProducerIdAndEpoch? Transaction = null,
    IReadOnlyList<int>? KeylessRecords = null);
