using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>A batch that an idempotent producer appended.</summary>
/// <param name="Epoch">The producer's epoch then.</param>
/// <param name="BaseSequence">The sequence of its first record.</param>
/// <param name="LastSequence">The sequence of its last record (inclusive).</param>
/// <param name="BaseOffset">The offset of its first record.</param>
/// <param name="NextOffset">The offset behind its last record.</param>
/// <param name="TimestampMs">The largest timestamp of its records.</param>
internal readonly record struct ProducerBatch(short Epoch, int BaseSequence, int LastSequence, Offset BaseOffset, Offset NextOffset, long TimestampMs)
{
    public static ProducerBatch Of(in RecordBatchHeader batch) =>
        new(batch.ProducerEpoch, batch.BaseSequence, batch.LastSequence, batch.BaseOffset, batch.NextOffset, batch.MaxTimestampMs);
}
