using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>What an error means for a transaction.</summary>
internal static class TransactionErrors
{
    /// <summary>Whether an error of a coordinator ends the producer. Others that are not retriable end the transaction only.</summary>
    public static bool IsFatal(ErrorCode error) =>
        error is
            ErrorCode.ProducerFenced or
            ErrorCode.InvalidProducerEpoch or
            ErrorCode.InvalidProducerIdMapping or
            ErrorCode.InvalidTxnState or
            ErrorCode.InvalidTransactionTimeout or
            ErrorCode.TransactionalIdAuthorizationFailed or
            ErrorCode.UnsupportedVersion;

    /// <summary>
    /// Whether an error of a partition ends the producer. An epoch that is too low does not: the coordinator may have ended the transaction for
    /// its timeout, and says itself if somebody has taken over (KIP-588).
    /// </summary>
    public static bool IsFatalOfPartition(ErrorCode error) =>
        error is ErrorCode.ProducerFenced or ErrorCode.TransactionalIdAuthorizationFailed or ErrorCode.UnsupportedVersion;

    /// <summary>Whether an error of a partition says that the sequences cannot be gone on with under the same epoch.</summary>
    public static bool IsOfIdentity(ErrorCode error) =>
        error is
            ErrorCode.UnknownProducerId or
            ErrorCode.InvalidProducerEpoch or
            ErrorCode.InvalidProducerIdMapping or
            ErrorCode.ProducerFenced;

    public static string Advice(ErrorCode error) => error switch
    {
        ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch =>
            " Another producer with this TransactionalId has taken over, or the transaction took longer than its timeout.",
        ErrorCode.InvalidTransactionTimeout => " The broker does not accept TransactionTimeout: choose one up to its transaction.max.timeout.ms.",
        ErrorCode.TransactionalIdAuthorizationFailed => " This client may not use the transactional id.",
        ErrorCode.UnsupportedVersion => " The brokers have no transactions, or not the versions of them that this client speaks.",
        _ => "",
    };
}
