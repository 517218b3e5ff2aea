namespace RaftLog.Chaos.Report;

/// <summary>How long each of many things took.</summary>
internal sealed class LatencyTrack
{
    private readonly List<LatencySample> _samples = [];
    private bool _isSorted = true;

    public bool IsEmpty => _samples.Count == 0;

    private List<LatencySample> Sorted
    {
        get
        {
            if (!_isSorted)
            {
                _samples.Sort((a, b) => a.EndUs.CompareTo(b.EndUs));
                _isSorted = true;
            }

            return _samples;
        }
    }

    public void Add(long endUs, long latencyUs)
    {
        _isSorted &= _samples.Count == 0 || _samples[^1].EndUs <= endUs;
        _samples.Add(new LatencySample(endUs, latencyUs));
    }

    /// <summary>The latencies of what ended from one time, inclusive, to another, exclusive; of what began at <paramref name="begunUs"/> at the earliest.</summary>
    public long[] Between(long fromUs, long toUs, long begunUs = 0)
    {
        List<LatencySample> samples = Sorted;
        int first = samples.BinarySearch(new LatencySample(fromUs, 0), Comparer<LatencySample>.Create((a, b) => a.EndUs < b.EndUs ? -1 : 1));
        var found = new List<long>();
        for (int i = ~first; i < samples.Count && samples[i].EndUs < toUs; i++)
        {
            if (samples[i].EndUs - samples[i].LatencyUs >= begunUs)
            {
                found.Add(samples[i].LatencyUs);
            }
        }

        return [.. found];
    }
}
