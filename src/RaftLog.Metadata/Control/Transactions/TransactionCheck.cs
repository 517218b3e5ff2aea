using System.Diagnostics.CodeAnalysis;
using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>Whether a request for a transaction comes from the producer that the transactional id belongs to, in the order of Kafka's checks.</summary>
internal static class TransactionCheck
{
    /// <summary>
    /// Whether the producer may add to its transaction now. <see cref="ErrorCode.ConcurrentTransactions"/> while the one before ends: the producer tries again.
    /// </summary>
    public static ErrorCode ProblemWithAddition(MetadataImage image, ITransactionCommand command, out TransactionImage? transaction)
    {
        var error = Find(image, command.TransactionalId, out transaction);
        if (error != ErrorCode.None)
        {
            return error;
        }

        // It was told to go on under this id, and only the end of the transaction before is awaited.
        if (transaction!.IsEnding && transaction.NextProducerId == command.ProducerId)
        {
            return ErrorCode.ConcurrentTransactions;
        }

        return ProblemWithProducer(transaction, command.ProducerId, command.ProducerEpoch) is var problem and not ErrorCode.None ? problem
            : transaction.IsEnding ? ErrorCode.ConcurrentTransactions
            : ErrorCode.None;
    }

    /// <summary>Finds what is known of a transactional id that a producer must have been given before.</summary>
    public static ErrorCode Find(MetadataImage image, string transactionalId, [NotNull] out TransactionImage? transaction)
    {
        transaction = null!;
        return transactionalId.Length == 0 ? ErrorCode.InvalidRequest
            : image.Transactions.TryGet(transactionalId, out transaction!) ? ErrorCode.None
            : ErrorCode.InvalidProducerIdMapping;
    }

    /// <summary>Whether the producer id is the one in use, and the epoch the only one that may go on.</summary>
    public static ErrorCode ProblemWithProducer(TransactionImage transaction, long producerId, short producerEpoch) =>
        transaction.ProducerId != producerId ? ErrorCode.InvalidProducerIdMapping
        : transaction.ProducerEpoch != producerEpoch ? ErrorCode.ProducerFenced
        : ErrorCode.None;
}
