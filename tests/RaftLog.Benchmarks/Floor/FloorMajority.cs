namespace RaftLog.Benchmarks.Floor;

/// <summary>How many batches are safe on a majority of the replicas.</summary>
/// <param name="replicas">How many there are.</param>
/// <param name="advanced">Told when the number grows, one call at a time.</param>
internal sealed class FloorMajority(int replicas, Action<long> advanced)
{
    private readonly Lock _lock = new();
    private readonly long[] _safe = new long[replicas];
    private readonly long[] _sorted = new long[replicas];
    private long _majority;

    /// <summary>A replica has made so many batches safe.</summary>
    public void Safe(int replica, long batches)
    {
        lock (_lock)
        {
            _safe[replica] = batches;
            _safe.CopyTo(_sorted, 0);
            Array.Sort(_sorted);
            long majority = _sorted[(replicas - 1) / 2];
            if (majority > _majority)
            {
                _majority = majority;
                advanced(majority);
            }
        }
    }
}
