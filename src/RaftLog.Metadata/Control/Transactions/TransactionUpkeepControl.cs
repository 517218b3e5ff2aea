namespace RaftLog.Metadata;

/// <summary>What goes on with transactions without their producers: they are completed, aborted when their time is up, and forgotten.</summary>
internal static class TransactionUpkeepControl
{
    // So that one entry stays small, whatever has gathered; the rest is found by the next look.
    private const int MostAtOnce = 1_000;

    /// <summary>All partitions of these know the end. Such as ended otherwise are passed over, so that a repetition does no harm.</summary>
    public static ControlResult<CompleteTransactionsResult> Complete(MetadataImage image, CompleteTransactionsCommand command, DateTimeOffset now)
    {
        var records = new List<MetadataRecord>();
        foreach (var ended in command.Transactions.DistinctBy(ended => ended.TransactionalId))
        {
            if (image.Transactions.TryGet(ended.TransactionalId, out var transaction)
                && transaction.IsEnding
                && (transaction.ProducerId, transaction.ProducerEpoch) == (ended.ProducerId, ended.ProducerEpoch))
            {
                records.Add(TransactionRecord.Of(TransactionTransitions.Completed(transaction, now.ToUnixTimeMilliseconds())));
            }
        }

        return new ControlResult<CompleteTransactionsResult>(records, new CompleteTransactionsResult());
    }

    /// <summary>Aborts what is open for too long, and forgets the ids that nobody has used for long. An id with an open transaction is never forgotten.</summary>
    public static IReadOnlyList<MetadataRecord> Expire(MetadataImage image, ConfigResolver configs, DateTimeOffset now)
    {
        if (image.Transactions.ById.IsEmpty)
        {
            return [];
        }

        long nowMs = now.ToUnixTimeMilliseconds();
        long unusedBefore = nowMs - configs.BrokerInt(image, BrokerConfigNames.TransactionalIdExpirationMs);
        return [.. image.Transactions.ById.Values.Select(transaction => Expired(transaction, nowMs, unusedBefore)).OfType<MetadataRecord>().Take(MostAtOnce)];
    }

    private static MetadataRecord? Expired(TransactionImage transaction, long nowMs, long unusedBefore) => transaction.State switch
    {
        TransactionState.Ongoing => transaction.StartTimestampMs + transaction.TimeoutMs < nowMs
            ? TransactionRecord.Of(TransactionTransitions.Fenced(transaction, nowMs))
            : null,
        TransactionState.PrepareCommit or TransactionState.PrepareAbort => null,
        _ => transaction.UpdateTimestampMs <= unusedBefore ? new RemoveTransactionRecord { TransactionalId = transaction.TransactionalId } : null,
    };
}
