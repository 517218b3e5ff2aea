using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// The aborted transactions whose markers are in one segment. One writer adds, any thread looks up. Taking those that overlap a range costs no more than
/// looking at those whose markers lie behind its beginning, up to the last one that begins before its end.
/// </summary>
internal sealed class AbortedTransactionList
{
    private readonly Lock _gate = new();

    // Ascending in Last.
    private readonly List<AbortedTransaction> _all = [];

    // The positions in _all of those that begin before every later one does: ascending in both.
    private readonly List<int> _minima = [];

    /// <summary>All of them, in the order of their markers.</summary>
    public AbortedTransaction[] All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    public void Add(in AbortedTransaction aborted)
    {
        lock (_gate)
        {
            while (_minima.Count > 0 && _all[_minima[^1]].First >= aborted.First)
            {
                _minima.RemoveAt(_minima.Count - 1);
            }

            _minima.Add(_all.Count);
            _all.Add(aborted);
        }
    }

    /// <summary>Adds those that overlap the offsets from <paramref name="from"/> to <paramref name="limit"/> (exclusive) to <paramref name="into"/>.</summary>
    public void Collect(Offset from, Offset limit, List<AbortedTransaction> into)
    {
        lock (_gate)
        {
            int end = EndBefore(limit);
            for (int i = FirstEndingAt(from); i < end; i++)
            {
                if (_all[i].First < limit)
                {
                    into.Add(_all[i]);
                }
            }
        }
    }

    // The position of the first one whose marker is at or behind an offset.
    private int FirstEndingAt(Offset offset)
    {
        int low = 0;
        int high = _all.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _all[middle].Last < offset ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    // The position behind the last one that begins before an offset.
    private int EndBefore(Offset offset)
    {
        int low = 0;
        int high = _minima.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _all[_minima[middle]].First < offset ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? 0 : _minima[low - 1] + 1;
    }
}
