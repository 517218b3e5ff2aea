namespace RaftLog.Client.Network;

/// <summary>
/// Wakes the one loop that waits on it: by <see cref="Set"/>, or by its timer. A signal set while nobody waits is kept, so none is lost.
/// </summary>
internal sealed class AsyncSignal : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private TaskCompletionSource? _waiter;
    private bool _set;

    public AsyncSignal(TimeProvider timeProvider) =>
        _timer = timeProvider.CreateTimer(static state => ((AsyncSignal)state!).Set(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Lets the loop go on, on another thread.</summary>
    public void Set()
    {
        if (TakeWaiter() is { } waiter)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static waiter => waiter.SetResult(), waiter, preferLocal: true);
        }
    }

    /// <summary>Lets the loop go on, on this thread if it waits: for who has nothing else to do, and would only hand over to another.</summary>
    public void SetAndRun() => TakeWaiter()?.SetResult();

    /// <summary>Completes at the next <see cref="Set"/>, or after <paramref name="atMostMs"/>; at once if it was set since the last wait.</summary>
    public Task WaitAsync(long atMostMs)
    {
        lock (_lock)
        {
            if (_set || atMostMs <= 0)
            {
                _set = false;
                return Task.CompletedTask;
            }

            _waiter ??= new TaskCompletionSource();
            _timer.Change(TimeSpan.FromMilliseconds(Math.Min(atMostMs, int.MaxValue)), Timeout.InfiniteTimeSpan);
            return _waiter.Task;
        }
    }

    public void Dispose() => _timer.Dispose();

    private TaskCompletionSource? TakeWaiter()
    {
        lock (_lock)
        {
            TaskCompletionSource? waiter = _waiter;
            _waiter = null;
            _set = waiter is null;
            return waiter;
        }
    }
}
