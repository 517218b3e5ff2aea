using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// What the idempotent producers of a partition appended last (KIP-98): enough to recognize a batch that comes again and to refuse one that
/// comes out of order. Owned by the log's writer thread.
/// </summary>
public sealed class ProducerStateTable
{
    /// <summary>The number of producers known.</summary>
    public int Count => throw new NotImplementedException();

    /// <summary>Checks a batch that is about to be appended against everything appended so far, committed or not.</summary>
    public ProducerCheck Check(in RecordBatchHeader batch) => throw new NotImplementedException();

    /// <summary>Forgets producers whose last batch has a timestamp below <paramref name="timestampMs"/>; returns how many.</summary>
    public int ExpireBefore(long timestampMs) => throw new NotImplementedException();
}
