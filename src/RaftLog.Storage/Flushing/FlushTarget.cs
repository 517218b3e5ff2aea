namespace RaftLog.Storage;

/// <summary>Something with written bytes that wait to be flushed: the files of one log, or the hard state file.</summary>
public abstract class FlushTarget
{
    // 1 while it waits in the flusher's queue. Cleared before the flush begins, so what is written during it queues the target anew.
    private int _queued;

    // Written bytes may wait until then; long.MaxValue when none do. Guarded by the flusher's gate.
    internal long DueTimestamp { get; set; } = long.MaxValue;

    internal bool TryEnterQueue() => Interlocked.Exchange(ref _queued, 1) == 0;

    internal void LeaveQueue() => Volatile.Write(ref _queued, 0);

    /// <summary>
    /// Flushes what was written before the call and tells <paramref name="listener"/>. Failures are reported to it and not thrown. Two
    /// flusher threads may call it at the same time; it lets one wait for the other.
    /// </summary>
    internal abstract void Flush(IFlushListener listener);
}
