namespace RaftLog.Metadata;

/// <summary>
/// Lets one task wait for the first of several events, without <c>Task.WhenAny</c>: over a source whose continuations run asynchronously
/// that one hops through the thread pool, off the scheduler that the waiter was handed. Waking is thread-safe; one waits at a time.
/// </summary>
internal sealed class Wakeup
{
    private readonly Lock _gate = new();

    // Guarded by _gate. Not both: who is woken while nobody waits finds _isWoken the next time.
    private TaskCompletionSource? _waiting;
    private bool _isWoken;

    /// <summary>Completes at the next <see cref="Wake"/>, or at once if there was one since the last wait.</summary>
    public Task WaitAsync()
    {
        lock (_gate)
        {
            if (_isWoken)
            {
                _isWoken = false;
                return Task.CompletedTask;
            }

            _waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiting.Task;
        }
    }

    /// <summary>Something happened: the waiter should look.</summary>
    public void Wake()
    {
        TaskCompletionSource? waiting;
        lock (_gate)
        {
            waiting = _waiting;
            _waiting = null;
            _isWoken = waiting is null;
        }

        waiting?.TrySetResult();
    }
}
