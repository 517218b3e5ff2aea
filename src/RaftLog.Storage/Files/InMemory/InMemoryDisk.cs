namespace RaftLog.Storage;

/// <summary>What all files of an <see cref="InMemoryFileSystem"/> share: its capacity, and the number of power losses it has seen.</summary>
internal sealed class InMemoryDisk(bool remembersFlushes, long capacityBytes)
{
    private long _usedBytes;
    private int _powerCycles;

    public bool RemembersFlushes => remembersFlushes;

    public long CapacityBytes => capacityBytes;

    public long FreeBytes => capacityBytes - Interlocked.Read(ref _usedBytes);

    /// <summary>A handle opened in an earlier cycle is dead.</summary>
    public int PowerCycles => Volatile.Read(ref _powerCycles);

    public void PowerCycle() => Interlocked.Increment(ref _powerCycles);

    public bool TryAllocate(int bytes)
    {
        if (Interlocked.Add(ref _usedBytes, bytes) <= capacityBytes)
        {
            return true;
        }

        Interlocked.Add(ref _usedBytes, -bytes);
        return false;
    }

    public void Free(int bytes) => Interlocked.Add(ref _usedBytes, -bytes);
}
