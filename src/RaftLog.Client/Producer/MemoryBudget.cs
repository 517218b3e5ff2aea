namespace RaftLog.Client;

/// <summary>The bytes that unacknowledged records may take; whoever finds too few waits its turn.</summary>
internal sealed class MemoryBudget(long totalBytes)
{
    private const long MostPerWakeUp = 256 * 1024;

    private readonly Lock _lock = new();

    // Who has found the buffer full is woken when there is room for many records, or each acknowledged batch of a few would wake them for as few.
    private readonly long _resumeBytes = Math.Min(totalBytes / 8, MostPerWakeUp);

    // Guarded by _lock.
    private readonly LinkedList<(long Bytes, TaskCompletionSource Granted)> _waiters = new();

    // 0 <= _availableBytes <= totalBytes. Without the lock while nobody waits: each record takes some.
    private long _availableBytes = totalBytes;

    // How many wait; written under _lock. A waiter counts itself before it looks for bytes, and whoever gives some back looks at the count
    // afterwards, so one of both sees the other.
    private int _waiterCount;

    /// <summary>Whether somebody waits for bytes.</summary>
    public bool IsExhausted => Volatile.Read(ref _waiterCount) > 0;

    /// <summary>Takes so many bytes if they are there and nobody waits.</summary>
    public bool TryReserve(long bytes) =>
        // Those who wait come first, or a stream of small records would starve a large one.
        !IsExhausted && TryTake(bytes);

    /// <summary>Waits until <paramref name="bytes"/> are reserved for the caller.</summary>
    public async Task ReserveAsync(long bytes, CancellationToken cancellationToken)
    {
        LinkedListNode<(long Bytes, TaskCompletionSource Granted)> node;
        lock (_lock)
        {
            node = _waiters.AddLast((bytes, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
            Interlocked.Increment(ref _waiterCount);
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
        Interlocked.Add(ref _availableBytes, bytes);
        if (IsExhausted)
        {
            lock (_lock)
            {
                GrantWaiters();
            }
        }
    }

    private void Withdraw(LinkedListNode<(long Bytes, TaskCompletionSource Granted)> node)
    {
        lock (_lock)
        {
            if (node.List is null)
            {
                Interlocked.Add(ref _availableBytes, node.Value.Bytes); // It was granted while the wait was being cancelled.
            }
            else
            {
                _waiters.Remove(node);
                Interlocked.Decrement(ref _waiterCount);
            }

            GrantWaiters();
        }
    }

    private void GrantWaiters()
    {
        if (Volatile.Read(ref _availableBytes) < _resumeBytes)
        {
            return;
        }

        while (_waiters.First is { } first && TryTake(first.Value.Bytes))
        {
            _waiters.RemoveFirst();
            Interlocked.Decrement(ref _waiterCount);
            first.Value.Granted.SetResult();
        }
    }

    private bool TryTake(long bytes)
    {
        long seen = Volatile.Read(ref _availableBytes);
        while (seen >= bytes)
        {
            long found = Interlocked.CompareExchange(ref _availableBytes, seen - bytes, seen);
            if (found == seen)
            {
                return true;
            }

            seen = found;
        }

        return false;
    }
}
