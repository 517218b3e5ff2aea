namespace RaftLog.Storage;

/// <summary>The outcomes of checking a batch against what its producer appended before.</summary>
public enum ProducerCheckStatus
{
    /// <summary>It follows what is there, or does not come from an idempotent producer.</summary>
    Accepted,

    /// <summary>It was appended before: acknowledge it again with the old offset.</summary>
    Duplicate,

    /// <summary>A batch before it is missing (Kafka's OUT_OF_ORDER_SEQUENCE_NUMBER).</summary>
    OutOfOrderSequence,

    /// <summary>Its producer was replaced by one with a newer epoch (Kafka's INVALID_PRODUCER_EPOCH).</summary>
    InvalidProducerEpoch,

    /// <summary>It follows what is there, and would be the first of a transaction in this log: to be accepted only if its coordinator knows of that (KIP-890).</summary>
    BeginsTransaction,

    /// <summary>It does not belong to the transaction that its producer has open (Kafka's INVALID_TXN_STATE).</summary>
    InvalidTransactionState,

    /// <summary>A marker of a coordinator that was replaced (Kafka's TRANSACTION_COORDINATOR_FENCED).</summary>
    CoordinatorFenced,
}
