using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>A transaction that was aborted, as far as a log holds it.</summary>
/// <param name="ProducerId">Its producer.</param>
/// <param name="First">The offset of its first record.</param>
/// <param name="Last">The offset of the marker that ended it.</param>
public readonly record struct AbortedTransaction(long ProducerId, Offset First, Offset Last)
{
    /// <summary>Reads it from a batch; false when that is anything but the marker of an abort with something to abort.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> batch, Offset offset, out AbortedTransaction aborted)
    {
        aborted = default;
        if (!TransactionMarkerBatch.IsControl(batch)
            || !TransactionMarkerBatch.TryRead(batch, out TransactionMarker marker, out Offset? first)
            || marker.Commit
            || first is not { } begun)
        {
            return false;
        }

        aborted = new AbortedTransaction(marker.ProducerId, begun, offset);
        return true;
    }
}
