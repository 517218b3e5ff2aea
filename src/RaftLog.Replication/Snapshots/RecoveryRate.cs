namespace RaftLog.Replication;

/// <summary>
/// How fast a broker may send segments and snapshots, over all groups. What is taken is paid with time: while the last of it is not paid, nothing more
/// is. Appends are not counted: a follower that a majority needs must not wait. Thread-safe.
/// </summary>
internal sealed class RecoveryRate(long bytesPerSecond)
{
    // What was not used for so long is lost. Without any, the moments between two looks of a shard would be.
    private const double CreditMs = 100;

    private readonly Lock _lock = new(); // Guards the fields below.
    private double _paidAtMs = double.MinValue;
    private long _bytesPerSecond = bytesPerSecond;

    /// <summary>Holds from now on; 0 is no limit. What was taken before stays to be paid as it was.</summary>
    public void Change(long bytesPerSecond)
    {
        lock (_lock)
        {
            _bytesPerSecond = bytesPerSecond;
        }
    }

    /// <summary>Whether more may be read now.</summary>
    public bool IsOpen(long nowMs)
    {
        lock (_lock)
        {
            return _bytesPerSecond == 0 || _paidAtMs <= nowMs;
        }
    }

    /// <summary>So much is read.</summary>
    public void Take(long bytes, long nowMs)
    {
        lock (_lock)
        {
            if (_bytesPerSecond > 0)
            {
                _paidAtMs = Math.Max(_paidAtMs, nowMs - CreditMs) + (bytes * 1_000.0 / _bytesPerSecond);
            }
        }
    }
}
