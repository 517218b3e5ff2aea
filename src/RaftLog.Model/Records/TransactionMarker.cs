namespace RaftLog.Model;

/// <summary>
/// What ends a producer's transaction in a partition (KIP-98). It stands in the log as a control batch (<see cref="TransactionMarkerBatch"/>).
/// </summary>
/// <param name="ProducerId">The producer whose transaction ends.</param>
/// <param name="ProducerEpoch">Its epoch from then on: batches of lower ones are refused behind the marker.</param>
/// <param name="CoordinatorEpoch">The term of the coordinator that decided; a marker of an earlier one than the last is refused.</param>
/// <param name="Commit">Whether the transaction is committed, or aborted.</param>
public readonly record struct TransactionMarker(long ProducerId, short ProducerEpoch, int CoordinatorEpoch, bool Commit)
{
    /// <summary>
    /// Whether the transaction was written with lower epochs than the marker's (KIP-890, part 2). Then one that is open with this very epoch is a
    /// later one, and the marker a late repetition that must not end it.
    /// </summary>
    public bool EndsLowerEpochs { get; init; }
}
