namespace RaftLog.Replication;

/// <summary>
/// How fast a broker may send segments and snapshots, over all groups. What is taken is paid with time: while the last of it is not paid, nothing more
/// is. Appends are not counted: a follower that a majority needs must not wait. Thread-safe.
/// </summary>
internal sealed class RecoveryRate(long bytesPerSecond)
{
    // What was not used for so long is lost. Without any, the moments between two looks of a shard would be.
    private const double CreditMs = 100;

    private readonly Lock _lock = new(); // Guards the field below.
    private double _paidAtMs = double.MinValue;

    /// <summary>Whether more may be read now.</summary>
    public bool IsOpen(long nowMs)
    {
        if (bytesPerSecond == 0)
        {
            return true;
        }

        lock (_lock)
        {
            return _paidAtMs <= nowMs;
        }
    }

    /// <summary>So much is read.</summary>
    public void Take(long bytes, long nowMs)
    {
        if (bytesPerSecond == 0)
        {
            return;
        }

        lock (_lock)
        {
            _paidAtMs = Math.Max(_paidAtMs, nowMs - CreditMs) + (bytes * 1_000.0 / bytesPerSecond);
        }
    }
}
