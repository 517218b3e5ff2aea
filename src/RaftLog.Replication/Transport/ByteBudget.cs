namespace RaftLog.Replication;

/// <summary>A number of bytes that may be in memory at the same time for one purpose. Thread-safe.</summary>
internal sealed class ByteBudget(long limit)
{
    private long _taken;

    /// <summary>Takes bytes, if any are left at all; the last taker may exceed the limit, so that no size is too large for ever.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) - bytes < limit)
        {
            return true;
        }

        Interlocked.Add(ref _taken, -bytes);
        return false;
    }

    public void Return(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
