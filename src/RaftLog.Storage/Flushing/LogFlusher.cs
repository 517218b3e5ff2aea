using System.Collections.Concurrent;

namespace RaftLog.Storage;

/// <summary>
/// Group commit over all logs of a broker. Whoever has written marks the target dirty and goes on; a flusher thread flushes each dirty
/// target once, however many appends wait for it, and the listener is told how far each log is durable. What arrives during a flush goes
/// with the next one. Thread-safe.
/// </summary>
public sealed class LogFlusher : IDisposable
{
    private readonly ConcurrentQueue<FlushTarget> _dirty = new();
    private readonly SemaphoreSlim _work = new(0);
    private readonly TimeProvider _time;

    // Guards _delayed and the due times of what is in it.
    private readonly Lock _gate = new();
    private readonly List<FlushTarget> _delayed = [];

    /// <summary>Creates a flusher.</summary>
    /// <param name="listener">Who is told what is durable.</param>
    /// <param name="time">The clock that decides when background flushes are due.</param>
    public LogFlusher(IFlushListener listener, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(listener);
        ArgumentNullException.ThrowIfNull(time);
        Listener = listener;
        _time = time;
    }

    internal IFlushListener Listener { get; }

    /// <summary>The number of targets that wait for a flush now.</summary>
    public int DirtyCount => _dirty.Count;

    /// <summary>Queues a target for the next flush; nothing happens when it is queued already.</summary>
    public void MarkDirty(FlushTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (target.TryEnterQueue())
        {
            _dirty.Enqueue(target);
            _work.Release();
        }
    }

    /// <summary>Queues a target to be flushed when <paramref name="delay"/> has passed since the first mark that was not flushed yet.</summary>
    public void MarkDirtyWithin(FlushTarget target, TimeSpan delay)
    {
        ArgumentNullException.ThrowIfNull(target);
        lock (_gate)
        {
            if (target.DueTimestamp == long.MaxValue)
            {
                target.DueTimestamp = _time.GetTimestamp() + (long)(delay.TotalSeconds * _time.TimestampFrequency);
                _delayed.Add(target);
            }
        }
    }

    /// <summary>Flushes every target that is dirty or due at the time of the call, each once; returns how many that were.</summary>
    public int FlushOnce()
    {
        QueueDue();
        int waiting = _dirty.Count;
        int flushed = 0;
        while (flushed < waiting && FlushNext())
        {
            flushed++;
        }

        return flushed;
    }

    /// <summary>Flushes the target that has waited longest; false when none waits. Several threads may call it at the same time.</summary>
    public bool FlushNext()
    {
        if (!_dirty.TryDequeue(out FlushTarget? target))
        {
            return false;
        }

        target.LeaveQueue();
        target.Flush(Listener);
        return true;
    }

    /// <summary>Queues the targets whose delay has passed, and returns how long it is until the next one; null when none waits.</summary>
    public TimeSpan? QueueDue()
    {
        long now = _time.GetTimestamp();
        long next = long.MaxValue;
        lock (_gate)
        {
            for (int i = _delayed.Count - 1; i >= 0; i--)
            {
                FlushTarget target = _delayed[i];
                if (target.DueTimestamp <= now)
                {
                    target.DueTimestamp = long.MaxValue;
                    _delayed.RemoveAt(i);
                    MarkDirty(target);
                }
                else
                {
                    next = Math.Min(next, target.DueTimestamp);
                }
            }
        }

        return next == long.MaxValue ? null : _time.GetElapsedTime(now, next);
    }

    /// <summary>Blocks until a target was marked dirty, the timeout passed or <paramref name="stop"/> fired. For the driver threads only.</summary>
    public bool WaitForWork(TimeSpan timeout, CancellationToken stop)
    {
        try
        {
            return _work.Wait(timeout, stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Frees what the waiting needs; the driver threads have ended before.</summary>
    public void Dispose() => _work.Dispose();
}
