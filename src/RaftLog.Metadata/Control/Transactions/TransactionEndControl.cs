using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>
/// Commits and aborts transactions at the wish of their producer (EndTxn). With the decision the offsets that waited become the groups' own, in the same entry.
/// </summary>
/// <remarks>
/// What a request means that does not find an open transaction. Version 1 has one epoch for many transactions, so it is taken for a repetition of the last
/// end; version 2 tells a repetition (the epoch before) from the next end (the present one):
/// <code>
///                     version 1              version 2, repetition    version 2, present epoch
///                     abort      commit      abort      commit        abort        commit
///   Empty             STATE      STATE       FENCED     FENCED        ends again   STATE
///   PrepareCommit     STATE      CONC        STATE      CONC          CONC         CONC
///   PrepareAbort      CONC       STATE       CONC       STATE         CONC         CONC
///   CompleteCommit    STATE      done        STATE      done          ends again   STATE
///   CompleteAbort     done       STATE       done       STATE         ends again   STATE
/// </code>
/// STATE is INVALID_TXN_STATE, CONC is CONCURRENT_TRANSACTIONS, FENCED is PRODUCER_FENCED. An abort that ends again gives the next epoch: a producer that lost
/// the answers to its first batches may have open transactions in partitions that the coordinator never heard of, and must not go on in their epoch.
/// </remarks>
internal static class TransactionEndControl
{
    /// <summary>Decides the end.</summary>
    public static ControlResult<EndTransactionResult> End(MetadataImage image, EndTransactionCommand command, DateTimeOffset now)
    {
        var error = TransactionCheck.Find(image, command.TransactionalId, out var transaction);
        if (error != ErrorCode.None)
        {
            return Refused(error);
        }

        bool isRepetition = IsRepetition(transaction, command);
        error = isRepetition ? ErrorCode.None : TransactionCheck.ProblemWithProducer(transaction, command.ProducerId, command.ProducerEpoch);
        if (error != ErrorCode.None)
        {
            bool isAhead = transaction.IsEnding && transaction.NextProducerId == command.ProducerId;
            return Refused(isAhead ? ErrorCode.ConcurrentTransactions : error);
        }

        if (transaction.State == TransactionState.Ongoing)
        {
            return Decided(transaction, command, image.NextProducerId, now);
        }

        return Bumps(command) && !isRepetition ? EndNext(transaction, command, image.NextProducerId, now) : Repeat(transaction, command);
    }

    private static bool Bumps(EndTransactionCommand command) => command.TransactionVersion >= TransactionTransitions.EpochPerTransaction;

    // The last epoch is there only while nobody but this producer has bumped it.
    private static bool IsRepetition(TransactionImage transaction, EndTransactionCommand command) =>
        Bumps(command)
        && transaction.State is not (TransactionState.Ongoing or TransactionState.Empty)
        && command.ProducerEpoch == transaction.LastProducerEpoch
        && (command.ProducerId == transaction.ProducerId
            ? transaction.ProducerEpoch == command.ProducerEpoch + 1
            : command.ProducerId == transaction.PreviousProducerId && transaction.ProducerEpoch == 0);

    // The producer asks for the end that it has been given, or for the other one.
    private static ControlResult<EndTransactionResult> Repeat(TransactionImage transaction, EndTransactionCommand command)
    {
        bool wasCommitted = transaction.State is TransactionState.PrepareCommit or TransactionState.CompleteCommit;
        return transaction.State == TransactionState.Empty || wasCommitted != command.Commit ? Refused(ErrorCode.InvalidTxnState)
            : transaction.IsEnding ? Refused(ErrorCode.ConcurrentTransactions)
            : new ControlResult<EndTransactionResult>(Answer(transaction));
    }

    private static ControlResult<EndTransactionResult> EndNext(
        TransactionImage transaction, EndTransactionCommand command, long nextProducerId, DateTimeOffset now) =>
        transaction.IsEnding ? Refused(ErrorCode.ConcurrentTransactions)
        : command.Commit ? Refused(ErrorCode.InvalidTxnState)
        : Decided(transaction, command, nextProducerId, now);

    private static ControlResult<EndTransactionResult> Decided(
        TransactionImage transaction, EndTransactionCommand command, long nextProducerId, DateTimeOffset now)
    {
        long nowMs = now.ToUnixTimeMilliseconds();
        var ended = TransactionTransitions.Ended(transaction, command.Commit, command.TransactionVersion, nextProducerId, nowMs);
        var records = new List<MetadataRecord>();
        if (Bumps(command) && TransactionTransitions.IsExhausted(transaction.ProducerEpoch))
        {
            records.Add(new ProducerIdsRecord { NextProducerId = nextProducerId + 1 });
        }

        if (command.Commit)
        {
            records.AddRange(transaction.PendingOffsets
                .Where(group => group.Value.Count > 0)
                .Select(group => OffsetCommitRecord.Of(group.Key, nowMs, group.Value)));
        }

        records.Add(TransactionRecord.Of(ended));
        return new ControlResult<EndTransactionResult>(records, Answer(ended));
    }

    // What the producer goes on with. The new producer id is in force when all is complete; until then the producer is told to wait.
    private static EndTransactionResult Answer(TransactionImage transaction) =>
        transaction.NextProducerId == TransactionImage.NoProducerId
            ? new EndTransactionResult { ProducerId = transaction.ProducerId, ProducerEpoch = transaction.ProducerEpoch }
            : new EndTransactionResult { ProducerId = transaction.NextProducerId, ProducerEpoch = 0 };

    private static ControlResult<EndTransactionResult> Refused(ErrorCode error) => new(new EndTransactionResult { Error = error });
}
