using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// Decides which transaction markers stay. One goes when no record of its transaction is left in the log, for as long as tombstones are kept after that
/// was found (KIP-534), and nothing else is to be told from it. Without its marker, a transaction of which records are left would look open.
/// </summary>
internal sealed class MarkerCleaner(RememberedBatches remembered, TimeSpan deleteRetention, long nowMs)
{
    // The producers of whom records were kept since their last marker.
    private readonly HashSet<long> _withRecords = [];

    /// <summary>Records of a transaction stay; batches and markers come in the order of their offsets.</summary>
    public void Kept(long producerId) => _withRecords.Add(producerId);

    /// <summary>Decides about a marker.</summary>
    /// <param name="marker">Its batch.</param>
    /// <param name="horizon">When it may go, if that is to be noted in it now.</param>
    public BatchFate Clean(in RecordBatchHeader marker, out long? horizon)
    {
        horizon = null;
        if (_withRecords.Remove(marker.ProducerId))
        {
            return BatchFate.Kept;
        }

        if (marker.DeleteHorizonMs is not { } noted)
        {
            horizon = nowMs + (long)deleteRetention.TotalMilliseconds;
            return BatchFate.Rewritten;
        }

        return noted <= nowMs && !remembered.Contains(marker) ? BatchFate.Dropped : BatchFate.Kept;
    }
}
