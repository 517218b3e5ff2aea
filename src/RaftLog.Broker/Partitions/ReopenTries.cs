using System.Collections.Concurrent;

namespace RaftLog.Broker.Partitions;

/// <summary>
/// The logs that are closed because their disk failed, how often each could not be opened again or removed, and when it is tried next: after a pause, and
/// twice as long after each further failure. Of the supervisor's loop only, but for <see cref="Count"/> and <see cref="Has"/>.
/// </summary>
internal sealed class ReopenTries(TimeSpan firstPause, TimeProvider time, BrokerMetrics metrics)
{
    private const int MaxDoublings = 4;

    // What a timer can tell from nothing.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly ConcurrentDictionary<GroupId, Failure> _failures = new();

    /// <summary>How many logs are closed and wait for their disk. Readable from any thread.</summary>
    public int Count => _failures.Count;

    /// <summary>How long to wait until the first of them is due; of one that is due and was not tried, a whole pause. Never nothing.</summary>
    public TimeSpan Wait
    {
        get
        {
            var wait = _failures.Values.Select(Left).Where(left => left > TimeSpan.Zero).DefaultIfEmpty(firstPause).Min();
            return wait > ShortestWait ? wait : ShortestWait;
        }
    }

    /// <summary>Whether the log is closed because its disk failed. Callable from any thread.</summary>
    public bool Has(GroupId group) => _failures.ContainsKey(group);

    /// <summary>Whether the log may be opened now: it never failed, or its pause is over.</summary>
    public bool IsDue(GroupId group) => !_failures.TryGetValue(group, out var failure) || Left(failure) <= TimeSpan.Zero;

    /// <summary>Whether one of these logs failed and may be tried now.</summary>
    public bool AnyDue(Predicate<GroupId> which) => _failures.Any(failed => Left(failed.Value) <= TimeSpan.Zero && which(failed.Key));

    /// <summary>The pause before the next try.</summary>
    public TimeSpan PauseOf(GroupId group) => Pause(_failures[group]);

    /// <summary>The log went offline, or could not be opened.</summary>
    /// <returns>How often in a row.</returns>
    public int Failed(GroupId group)
    {
        bool isKnown = _failures.TryGetValue(group, out var before);
        if (isKnown)
        {
            metrics.ReopenFailed();
        }
        else
        {
            metrics.LogWentOffline(group);
        }

        var failure = new Failure(before.Tries + 1, time.GetTimestamp());
        _failures[group] = failure;
        return failure.Tries;
    }

    /// <summary>The log is open, or gone.</summary>
    /// <returns>How often it had failed; zero when never.</returns>
    public int Forget(GroupId group)
    {
        if (_failures.TryRemove(group, out var failure))
        {
            metrics.LogLeftOffline(group);
        }

        return failure.Tries;
    }

    /// <summary>Forgets logs that are gone.</summary>
    public void ForgetAll(Predicate<GroupId> isGone)
    {
        foreach (var group in _failures.Keys.Where(group => isGone(group)).ToList())
        {
            Forget(group);
        }
    }

    private TimeSpan Left(Failure failure) => Pause(failure) - time.GetElapsedTime(failure.At);

    private TimeSpan Pause(Failure failure) => firstPause * (1 << Math.Min(failure.Tries - 1, MaxDoublings));

    private readonly record struct Failure(int Tries, long At);
}
