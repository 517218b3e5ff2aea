namespace RaftLog.Replication;

/// <summary>How an append ended. The broker maps each to one Kafka error code.</summary>
public enum AppendStatus
{
    /// <summary>Appended, and durable as far as was asked for (<see cref="AppendAcks"/>).</summary>
    Appended,

    /// <summary>A batch that this producer had already appended: the outcome names the original, which is committed.</summary>
    Duplicate,

    /// <summary>
    /// This replica does not lead, or ceased to before the entry was committed. The entry may still survive under the next leader: only an
    /// idempotent producer can try again without risking a duplicate.
    /// </summary>
    NotLeader,

    /// <summary>Too much is on its way already (queue or uncommitted log): nothing was appended; try again later.</summary>
    LogFull,

    /// <summary>The sequence number of an idempotent producer leaves a gap: nothing was appended.</summary>
    OutOfOrderSequence,

    /// <summary>The producer's epoch is older than one seen already: nothing was appended.</summary>
    InvalidProducerEpoch,

    /// <summary>The batch does not belong to the transaction that its producer has open in this log: nothing was appended.</summary>
    InvalidTransactionState,

    /// <summary>
    /// The batch would have begun a transaction in this log, of which its coordinator does not know: nothing was appended. The
    /// <see cref="TransactionVerification"/> says why.
    /// </summary>
    TransactionRefused,

    /// <summary>A marker of the producer came while its coordinator was asked about the batch: nothing was appended; try again, so that it is asked anew.</summary>
    TransactionEnded,

    /// <summary>A transaction marker of a coordinator that was replaced since: nothing was appended.</summary>
    CoordinatorFenced,

    /// <summary>A change of members that no group could run with: nothing was appended.</summary>
    InvalidConfiguration,

    /// <summary>The log of this replica failed: the fate of the entry is unknown.</summary>
    Offline,

    /// <summary>The group is being closed: the fate of the entry is unknown.</summary>
    ShuttingDown,
}
