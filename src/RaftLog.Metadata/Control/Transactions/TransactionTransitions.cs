using System.Collections.Immutable;
using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>
/// The steps of a transactional id from one state to the next; whether a step may be taken is for the callers to say. The epochs: a client is never given
/// <see cref="short.MaxValue"/>, so that one above its own is always left to fence it with (KIP-360).
/// </summary>
internal static class TransactionTransitions
{
    /// <summary>The version from which on each transaction has an epoch of its own (KIP-890).</summary>
    public const sbyte EpochPerTransaction = 2;

    /// <summary>Whether no epoch is left for a client above this one.</summary>
    public static bool IsExhausted(short epoch) => epoch >= short.MaxValue - 1;

    /// <summary>A transaction is open; it began now unless it had begun.</summary>
    public static TransactionImage Begun(TransactionImage transaction, sbyte version, long nowMs)
    {
        Invariant.Require(!transaction.IsEnding);
        return transaction with
        {
            State = TransactionState.Ongoing,
            Version = version,
            PreviousProducerId = TransactionImage.NoProducerId,
            StartTimestampMs = transaction.State == TransactionState.Ongoing ? transaction.StartTimestampMs : nowMs,
            UpdateTimestampMs = nowMs,
        };
    }

    /// <summary>
    /// The end is decided. From version 2 on the markers carry an epoch above that of the records, so that nothing of this transaction can come late; the
    /// producer goes on with it.
    /// </summary>
    /// <param name="transaction">An open transaction, or one of which the coordinator never heard.</param>
    /// <param name="commit">How it ends.</param>
    /// <param name="version">How the client speaks.</param>
    /// <param name="nextProducerId">A producer id to go on with, in case the epochs are exhausted.</param>
    /// <param name="nowMs">The wall clock.</param>
    public static TransactionImage Ended(TransactionImage transaction, bool commit, sbyte version, long nextProducerId, long nowMs)
    {
        bool bumps = version >= EpochPerTransaction;
        var ended = transaction with
        {
            State = commit ? TransactionState.PrepareCommit : TransactionState.PrepareAbort,
            Version = version,
            PreviousProducerId = TransactionImage.NoProducerId,
            ProducerEpoch = bumps ? (short)(transaction.ProducerEpoch + 1) : transaction.ProducerEpoch,
            LastProducerEpoch = bumps ? transaction.ProducerEpoch : transaction.LastProducerEpoch,
            NextProducerId = bumps && IsExhausted(transaction.ProducerEpoch) ? nextProducerId : TransactionImage.NoProducerId,
            StartTimestampMs = transaction.State == TransactionState.Ongoing ? transaction.StartTimestampMs : nowMs,
            UpdateTimestampMs = nowMs,
            PendingOffsets = transaction.PendingOffsets.Clear(),
        };
        return CompleteIfNobodyIsToBeTold(ended, nowMs);
    }

    /// <summary>The open transaction is aborted and its producer fenced: the markers carry an epoch that nobody was given.</summary>
    public static TransactionImage Fenced(TransactionImage transaction, long nowMs)
    {
        Invariant.Require(transaction.State == TransactionState.Ongoing);
        Invariant.Require(transaction.ProducerEpoch < short.MaxValue);
        return CompleteIfNobodyIsToBeTold(
            transaction with
            {
                State = TransactionState.PrepareAbort,
                Version = EpochPerTransaction,
                ProducerEpoch = (short)(transaction.ProducerEpoch + 1),
                LastProducerEpoch = TransactionImage.NoEpoch,
                UpdateTimestampMs = nowMs,
                PendingOffsets = transaction.PendingOffsets.Clear(),
            },
            nowMs);
    }

    /// <summary>All partitions know the end.</summary>
    public static TransactionImage Completed(TransactionImage transaction, long nowMs)
    {
        Invariant.Require(transaction.IsEnding);
        var completed = transaction with
        {
            State = transaction.State == TransactionState.PrepareCommit ? TransactionState.CompleteCommit : TransactionState.CompleteAbort,
            UpdateTimestampMs = nowMs,
            Partitions = ImmutableSortedSet<TopicPartition>.Empty,
        };
        return transaction.NextProducerId == TransactionImage.NoProducerId
            ? completed
            : completed with
            {
                PreviousProducerId = transaction.ProducerId,
                ProducerId = transaction.NextProducerId,
                ProducerEpoch = 0,
                NextProducerId = TransactionImage.NoProducerId,
            };
    }

    private static TransactionImage CompleteIfNobodyIsToBeTold(TransactionImage ended, long nowMs) =>
        ended.Partitions.IsEmpty ? Completed(ended, nowMs) : ended;
}
