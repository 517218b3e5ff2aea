namespace RaftLog.Broker.Transactions;

/// <summary>What a produce request says of the transaction that its batches for one partition belong to.</summary>
/// <param name="TransactionalId">The transactional id.</param>
/// <param name="Producer">The producer of the batch.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Version">The version of the request, which says what the producer understands and what it has told the coordinator before.</param>
internal readonly record struct TransactionClaim(string TransactionalId, ProducerIdAndEpoch Producer, TopicPartition Partition, short Version)
{
    private const short FirstVersionThatAddsPartitions = 12;
    private const short FirstVersionWithAbortable = 11;

    /// <summary>Whether the producer leaves it to us to take the partition into its transaction (KIP-890, part 2).</summary>
    public bool AddsPartition => Version >= FirstVersionThatAddsPartitions;

    /// <summary>Whether the producer knows what to do when all that is left is to abort.</summary>
    public bool KnowsAbortable => Version >= FirstVersionWithAbortable;
}
