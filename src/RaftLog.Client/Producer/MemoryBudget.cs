namespace RaftLog.Client;

/// <summary>The bytes that unacknowledged records may take; whoever finds too few waits its turn.</summary>
internal sealed class MemoryBudget(long totalBytes)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(long Bytes, TaskCompletionSource Granted)> _waiters = new();

    // Guarded by _lock; 0 <= _availableBytes <= totalBytes.
    private long _availableBytes = totalBytes;

    public bool TryReserve(long bytes)
    {
        lock (_lock)
        {
            // Those who wait come first, or a stream of small records would starve a large one.
            if (_waiters.Count > 0 || bytes > _availableBytes)
            {
                return false;
            }

            _availableBytes -= bytes;
            return true;
        }
    }

    /// <summary>Waits until <paramref name="bytes"/> are reserved for the caller.</summary>
    public async Task ReserveAsync(long bytes, CancellationToken cancellationToken)
    {
        LinkedListNode<(long Bytes, TaskCompletionSource Granted)> node;
        lock (_lock)
        {
            node = _waiters.AddLast((bytes, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
            GrantWaiters();
        }

        try
        {
            await node.Value.Granted.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Withdraw(node);
            throw;
        }
    }

    public void Release(long bytes)
    {
        lock (_lock)
        {
            _availableBytes += bytes;
            GrantWaiters();
        }
    }

    private void Withdraw(LinkedListNode<(long Bytes, TaskCompletionSource Granted)> node)
    {
        lock (_lock)
        {
            if (node.List is null)
            {
                _availableBytes += node.Value.Bytes; // It was granted while the wait was being cancelled.
            }
            else
            {
                _waiters.Remove(node);
            }

            GrantWaiters();
        }
    }

    private void GrantWaiters()
    {
        while (_waiters.First is { } first && first.Value.Bytes <= _availableBytes)
        {
            _availableBytes -= first.Value.Bytes;
            _waiters.RemoveFirst();
            first.Value.Granted.SetResult();
        }
    }
}
