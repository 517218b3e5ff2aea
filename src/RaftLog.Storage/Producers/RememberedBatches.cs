using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// The batches of idempotent producers that compaction keeps, if only as empty ones: as long as they are in the log, a replay of it finds what each
/// producer appended last.
/// </summary>
/// <param name="offsets">The base offsets of all batches that are remembered.</param>
/// <param name="unsettled">
/// The producers of whom nothing is remembered but what can still be truncated. Which of their batches would then be the last one is not known any
/// more, so all stay until more is committed.
/// </param>
internal sealed class RememberedBatches(HashSet<Offset> offsets, HashSet<long> unsettled)
{
    /// <summary>Whether a batch without records is still of use.</summary>
    public bool Contains(in RecordBatchHeader batch) =>
        batch.HasProducerId && (offsets.Contains(batch.BaseOffset) || unsettled.Contains(batch.ProducerId));
}
