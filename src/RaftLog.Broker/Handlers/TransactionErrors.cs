namespace RaftLog.Broker.Handlers;

/// <summary>What a transactional producer is told of what the controller said, in words that its version knows.</summary>
internal static class TransactionErrors
{
    /// <summary>The error as a request of some API and version may carry it.</summary>
    /// <param name="error">What the controller said.</param>
    /// <param name="knowsFenced">Whether the version knows PRODUCER_FENCED (KIP-588); before, it is INVALID_PRODUCER_EPOCH.</param>
    /// <param name="knowsAbortable">Whether the version knows TRANSACTION_ABORTABLE (KIP-890); before, it is INVALID_TXN_STATE.</param>
    public static ErrorCode Of(ErrorCode error, bool knowsFenced = true, bool knowsAbortable = true) => error switch
    {
        // The coordinator is where the controller is. Clients look for it and try again.
        ErrorCode.NotController => ErrorCode.NotCoordinator,
        ErrorCode.RequestTimedOut => ErrorCode.CoordinatorNotAvailable,
        ErrorCode.ProducerFenced when !knowsFenced => ErrorCode.InvalidProducerEpoch,
        ErrorCode.TransactionAbortable when !knowsAbortable => ErrorCode.InvalidTxnState,
        _ => error,
    };
}
