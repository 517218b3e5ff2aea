namespace RaftLog.Broker.Partitions;

/// <summary>
/// A fetch that waits for more data (the purgatory of one): woken by every partition it watches, by its time, and by the end of its
/// connection. It only says "look again"; the fetch itself decides whether what it then finds is enough.
/// </summary>
internal sealed class DelayedFetch : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<PartitionReplica> _watched = [];
    private readonly ITimer _timer;
    private readonly CancellationTokenRegistration _abortion;

    // Guarded by _gate. A wake-up that comes while nobody waits is kept for the next wait, so none is lost between reading and waiting.
    private TaskCompletionSource? _waiter;
    private bool _wokenMeanwhile;
    private volatile bool _isOver;

    /// <summary>Starts the clock.</summary>
    /// <param name="time">Whose time counts.</param>
    /// <param name="wait">How long to wait at most.</param>
    /// <param name="aborted">Ends the wait early.</param>
    public DelayedFetch(TimeProvider time, TimeSpan wait, CancellationToken aborted)
    {
        _timer = time.CreateTimer(static fetch => ((DelayedFetch)fetch!).End(), this, wait, Timeout.InfiniteTimeSpan);
        _abortion = aborted.UnsafeRegister(static fetch => ((DelayedFetch)fetch!).End(), this);
    }

    /// <summary>Whether the time is up or nobody waits for the answer any more.</summary>
    public bool IsOver => _isOver;

    /// <summary>Has this fetch woken when something changes in <paramref name="replica"/>.</summary>
    public void Watch(PartitionReplica replica)
    {
        _watched.Add(replica);
        replica.AddWaiter(this);
    }

    /// <summary>Completes at the next reason to look again, at once if there was one since the last call.</summary>
    public Task WaitAsync()
    {
        lock (_gate)
        {
            if (_wokenMeanwhile || _isOver)
            {
                _wokenMeanwhile = false;
                return Task.CompletedTask;
            }

            _waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiter.Task;
        }
    }

    /// <summary>Says that something changed. Called by shards: cheap, and runs nothing of the fetch here.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            if (_waiter is null)
            {
                _wokenMeanwhile = true;
                return;
            }

            _waiter.TrySetResult();
            _waiter = null;
        }
    }

    public void Dispose()
    {
        foreach (var replica in _watched)
        {
            replica.RemoveWaiter(this);
        }

        _abortion.Dispose();
        _timer.Dispose();
    }

    private void End()
    {
        _isOver = true;
        Wake();
    }
}
