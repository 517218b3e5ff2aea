namespace RaftLog.Replication;

/// <summary>
/// A time after which its owner waits no longer, for one piece of work after the other. Unlike <c>Task.WhenAny</c> and <c>Task.WaitAsync</c>,
/// which come back by way of the thread pool whoever awaits them, it goes on where its owner awaits: a simulation has one thread for all.
/// Used by one task at a time.
/// </summary>
public sealed class Deadline : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ITimer _timer;

    // Guarded by _gate. Continuations run in whatever completes it: that is the owner's own scheduler, or the timer.
    private TaskCompletionSource? _waiting;
    private bool _hasPassed;

    /// <summary>Starts the clock.</summary>
    /// <param name="time">Whose time counts.</param>
    /// <param name="patience">How long to wait in all; nothing and less is over at once.</param>
    public Deadline(TimeProvider time, TimeSpan patience)
    {
        ArgumentNullException.ThrowIfNull(time);
        _timer = time.CreateTimer(
            static deadline => ((Deadline)deadline!).Pass(), this, patience > TimeSpan.Zero ? patience : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits for <paramref name="work"/>, which is left to itself if the time runs out. Never throws what the work throws.</summary>
    /// <returns>Whether the work has completed.</returns>
    public async ValueTask<bool> WaitAsync(Task work)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (!work.IsCompleted && BeginWait() is { } waiting)
        {
            // As an await would have it: on the scheduler of here and now.
            work.GetAwaiter().UnsafeOnCompleted(() => waiting.TrySetResult());
            await waiting.Task;
        }

        return work.IsCompleted;
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    // Null when the time is over.
    private TaskCompletionSource? BeginWait()
    {
        lock (_gate)
        {
            return _hasPassed ? null : _waiting = new TaskCompletionSource();
        }
    }

    private void Pass()
    {
        TaskCompletionSource? waiting;
        lock (_gate)
        {
            _hasPassed = true;
            waiting = _waiting;
        }

        waiting?.TrySetResult();
    }
}
