namespace RaftLog.Chaos.Report;

/// <summary>When things happened, and how many at a time.</summary>
internal sealed class EventTrack
{
    private readonly List<(long AtUs, int Count)> _events = [];
    private bool _isSorted = true;

    public bool IsEmpty => _events.Count == 0;

    public long Total { get; private set; }

    /// <summary>The moments in their order.</summary>
    public IReadOnlyList<(long AtUs, int Count)> Events
    {
        get
        {
            if (!_isSorted)
            {
                _events.Sort((a, b) => a.AtUs.CompareTo(b.AtUs));
                _isSorted = true;
            }

            return _events;
        }
    }

    public void Add(long atUs, int count)
    {
        _isSorted &= _events.Count == 0 || _events[^1].AtUs <= atUs;
        _events.Add((atUs, count));
        Total += count;
    }

    /// <summary>The index of the first moment at or after a time.</summary>
    public int FirstAtOrAfter(long atUs)
    {
        IReadOnlyList<(long AtUs, int Count)> events = Events;
        int low = 0;
        int high = events.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (events[middle].AtUs < atUs)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>How many happened from one time, inclusive, to another, exclusive.</summary>
    public long Count(long fromUs, long toUs)
    {
        long count = 0;
        for (int i = FirstAtOrAfter(fromUs); i < Events.Count && Events[i].AtUs < toUs; i++)
        {
            count += Events[i].Count;
        }

        return count;
    }
}
