using System.Collections.Concurrent;

namespace RaftLog.Storage;

/// <summary>
/// Group commit over all logs of a broker. Whoever has written marks the target dirty and goes on; a flusher thread flushes each dirty
/// target once, however many appends wait for it, and the listener is told how far each log is durable. What arrives during a flush goes
/// with the next one. Thread-safe.
/// </summary>
public sealed class LogFlusher
{
    private readonly ConcurrentQueue<FlushTarget> _dirty = new();
    private readonly TimeProvider _time;

    // What the driver threads sleep on. A monitor and not SemaphoreSlim, whose waiters spin before they sleep: with several threads that take turns at
    // one dirty log, that was a tenth of a broker's processor time.
    private readonly object _work = new();

    // Guarded by _work: who sleeps there, and whether something is due earlier than whoever looked last knows.
    private int _sleepers;
    private bool _isDueEarlier;

    // Guards the rest: the targets that wait for their time, and the earliest time among them (or an earlier one).
    private readonly Lock _gate = new();
    private readonly List<FlushTarget> _delayed = [];
    private long _nextDue = long.MaxValue;

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
            WakeOne(isDueEarlier: false);
        }
    }

    /// <summary>Queues a target to be flushed when <paramref name="delay"/> has passed since the first mark that was not flushed yet.</summary>
    public void MarkDirtyWithin(FlushTarget target, TimeSpan delay)
    {
        ArgumentNullException.ThrowIfNull(target);
        lock (_gate)
        {
            if (target.DueTimestamp != long.MaxValue)
            {
                return;
            }

            target.DueTimestamp = _time.GetTimestamp() + (long)(delay.TotalSeconds * _time.TimestampFrequency);
            _delayed.Add(target);
            if (target.DueTimestamp >= _nextDue)
            {
                return;
            }

            _nextDue = target.DueTimestamp;
        }

        // Who sleeps does so until something else is due, or for long.
        WakeOne(isDueEarlier: true);
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
        Listener.FlushEnded();
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

            _nextDue = next;
        }

        return next == long.MaxValue ? null : _time.GetElapsedTime(now, next);
    }

    /// <summary>
    /// Blocks until a target was marked dirty, or one that is due earlier than the others, the timeout passed, or <see cref="WakeAll"/> was called after
    /// <paramref name="stop"/> fired. For the driver threads only.
    /// </summary>
    public void WaitForWork(TimeSpan timeout, CancellationToken stop)
    {
        lock (_work)
        {
            // Whoever marks a target enqueues it first and then comes here: either the queue is seen filled, or the pulse is heard.
            if (!_dirty.IsEmpty || stop.IsCancellationRequested)
            {
                return;
            }

            if (!_isDueEarlier)
            {
                _sleepers++;
                Monitor.Wait(_work, timeout);
                _sleepers--;
            }

            _isDueEarlier = false;
        }
    }

    /// <summary>Ends the waits of all driver threads.</summary>
    public void WakeAll()
    {
        lock (_work)
        {
            Monitor.PulseAll(_work);
        }
    }

    private void WakeOne(bool isDueEarlier)
    {
        lock (_work)
        {
            _isDueEarlier |= isDueEarlier;
            if (_sleepers > 0)
            {
                Monitor.Pulse(_work);
            }
        }
    }
}
