namespace RaftLog.Replication;

/// <summary>
/// Who is to have something done for them in a moment, all together: the first to be added decides when. Owned by a shard; the time is handed in, so that
/// nothing is due earlier however often somebody looks.
/// </summary>
internal sealed class DelayedSet<T>(int delayMs)
    where T : class
{
    private HashSet<T> _waiting = [];
    private HashSet<T> _taken = [];

    /// <summary>When they are due; <see cref="long.MaxValue"/> when nobody waits.</summary>
    public long DueMs { get; private set; } = long.MaxValue;

    /// <summary>Has somebody wait, who may be waiting already.</summary>
    public void Add(T item, long nowMs)
    {
        if (_waiting.Add(item) && _waiting.Count == 1)
        {
            DueMs = nowMs + delayMs;
        }
    }

    /// <summary>Those who are due now, if any; valid until the next call.</summary>
    public IReadOnlyCollection<T> TakeDue(long nowMs)
    {
        _taken.Clear();
        if (nowMs >= DueMs)
        {
            DueMs = long.MaxValue;
            (_waiting, _taken) = (_taken, _waiting);
        }

        return _taken;
    }

    /// <summary>Nothing is to be done for it any more.</summary>
    public void Forget(T item)
    {
        if (_waiting.Remove(item) && _waiting.Count == 0)
        {
            DueMs = long.MaxValue;
        }
    }
}
