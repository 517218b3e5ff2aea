using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>Which batches of a part of a log belong to aborted transactions; every transaction in it is decided. Found out on first use, by whoever asks.</summary>
/// <param name="segments">All segments of the log, in their order: a transaction may end behind the part.</param>
/// <param name="end">The end of the part, exclusive.</param>
internal sealed class AbortedRanges(IReadOnlyList<LogSegment> segments, Offset end)
{
    // Of each producer in the order of their offsets: a producer has one transaction after the other.
    private Dictionary<long, List<AbortedTransaction>>? _ofProducers;

    public bool Contains(in RecordBatchHeader batch)
    {
        _ofProducers ??= Collect();
        if (!_ofProducers.TryGetValue(batch.ProducerId, out List<AbortedTransaction>? aborted))
        {
            return false;
        }

        int low = 0;
        int high = aborted.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = aborted[middle].Last < batch.BaseOffset ? (middle + 1, high) : (low, middle);
        }

        return low < aborted.Count && aborted[low].First <= batch.BaseOffset;
    }

    private Dictionary<long, List<AbortedTransaction>> Collect()
    {
        var all = new List<AbortedTransaction>();
        foreach (LogSegment segment in segments)
        {
            segment.Aborted?.Collect(Offset.Zero, end, all);
        }

        var ofProducers = new Dictionary<long, List<AbortedTransaction>>();
        foreach (AbortedTransaction one in all)
        {
            if (!ofProducers.TryGetValue(one.ProducerId, out List<AbortedTransaction>? list))
            {
                list = [];
                ofProducers.Add(one.ProducerId, list);
            }

            list.Add(one);
        }

        return ofProducers;
    }
}
