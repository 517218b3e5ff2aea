using System.Threading.Tasks.Sources;

namespace RaftLog.Replication;

/// <summary>
/// A time after which its owner waits no longer, for one piece of work after the other. Unlike <c>Task.WhenAny</c> and <c>Task.WaitAsync</c>,
/// which come back by way of the thread pool whoever awaits them, it goes on where its owner awaits: a simulation has one thread for all.
/// Used by one task at a time.
/// </summary>
public sealed class Deadline : IDisposable, IValueTaskSource<bool>
{
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private readonly Action _workEnded;

    // One wait after the other; the object itself is what each of them is awaited on. Continuations run in whatever completes it: that is the owner's own
    // scheduler, or the timer.
    private ManualResetValueTaskSourceCore<bool> _wait;

    // Guarded by _gate. A wait begins only while the time has not passed, so work that ends after that finds nobody waiting.
    private bool _isWaiting;
    private bool _hasPassed;

    /// <summary>Starts the clock.</summary>
    /// <param name="time">Whose time counts.</param>
    /// <param name="patience">How long to wait in all; nothing and less is over at once.</param>
    public Deadline(TimeProvider time, TimeSpan patience)
    {
        ArgumentNullException.ThrowIfNull(time);
        _workEnded = () => End(byWork: true);
        _timer = time.CreateTimer(
            static deadline => ((Deadline)deadline!).End(byWork: false), this, patience > TimeSpan.Zero ? patience : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits for <paramref name="work"/>, which is left to itself if the time runs out. Never throws what the work throws.</summary>
    /// <returns>Whether the work has completed. Await it at once.</returns>
    public ValueTask<bool> WaitAsync(Task work)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (work.IsCompleted || !TryBegin(out ValueTask<bool> wait))
        {
            return new ValueTask<bool>(work.IsCompleted);
        }

        // As an await would have it: on the scheduler of here and now.
        work.GetAwaiter().UnsafeOnCompleted(_workEnded);
        return wait;
    }

    /// <summary>The same for work whose result can be taken only once: by the caller, if it has completed.</summary>
    /// <returns>Whether the work has completed. Await it at once.</returns>
    public ValueTask<bool> WaitAsync<T>(in ValueTask<T> work)
    {
        if (work.IsCompleted || !TryBegin(out ValueTask<bool> wait))
        {
            return new ValueTask<bool>(work.IsCompleted);
        }

        work.GetAwaiter().UnsafeOnCompleted(_workEnded);
        return wait;
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    bool IValueTaskSource<bool>.GetResult(short token) => _wait.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    // False when the time is over.
    private bool TryBegin(out ValueTask<bool> wait)
    {
        lock (_gate)
        {
            _wait.Reset();
            _isWaiting = !_hasPassed;
            wait = new ValueTask<bool>(this, _wait.Version);
            return _isWaiting;
        }
    }

    private void End(bool byWork)
    {
        lock (_gate)
        {
            _hasPassed |= !byWork;
            if (!_isWaiting)
            {
                return;
            }

            _isWaiting = false;
        }

        _wait.SetResult(byWork);
    }
}
