using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>
/// A broker's copy of the metadata. <see cref="Current"/> is one reference that any thread reads; only the metadata group's state
/// machine writes it.
/// </summary>
public sealed class MetadataStore
{
    private readonly Lock _gate = new();

    // Copied on subscription, so that publishing iterates without the lock. Guarded by _gate for writes.
    private Action<MetadataChange>[] _listeners = [];

    // Those who wait for an index, in no order; guarded by _gate.
    private readonly List<Waiter> _waiters = [];

    private MetadataImage _current = MetadataImage.Empty;

    /// <summary>The newest committed image that this broker has applied.</summary>
    public MetadataImage Current => Volatile.Read(ref _current);

    /// <summary>
    /// Calls <paramref name="listener"/> for every change from now on, in order, on the metadata group's shard thread: it must not block
    /// and must not throw. Called once at once, before this method returns, with everything there is so far as a change from the empty image.
    /// </summary>
    /// <returns>Dispose it to end the subscription; a call under way may still finish.</returns>
    public IDisposable Subscribe(Action<MetadataChange> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);

        // Under the gate that Publish takes, so that no change falls between the first call and the subscription.
        lock (_gate)
        {
            listener(MetadataComparison.Between(MetadataImage.Empty, _current));
            _listeners = [.. _listeners, listener];
        }

        return new Subscription(this, listener);
    }

    /// <summary>Completes when <see cref="Current"/> includes <paramref name="index"/>: what was written there can then be read here.</summary>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public async Task WaitForAsync(LogIndex index, CancellationToken cancellation)
    {
        if (Enlist(index) is { } waiter)
        {
            using var registration = cancellation.Register(() => Abandon(waiter, cancellation));
            await waiter.Task;
        }
    }

    internal void Publish(MetadataChange change)
    {
        lock (_gate)
        {
            Invariant.Require(ReferenceEquals(change.Old, _current));
            Volatile.Write(ref _current, change.New);
            foreach (var listener in _listeners)
            {
                listener(change);
            }

            ReleaseWaiters(change.New.Index);
        }
    }

    private void ReleaseWaiters(LogIndex applied)
    {
        for (int i = _waiters.Count - 1; i >= 0; i--)
        {
            if (_waiters[i].Index <= applied)
            {
                _waiters[i].TrySetResult();
                _waiters.RemoveAt(i);
            }
        }
    }

    // Null when there is nothing to wait for.
    private Waiter? Enlist(LogIndex index)
    {
        lock (_gate)
        {
            if (_current.Index >= index)
            {
                return null;
            }

            var waiter = new Waiter(index);
            _waiters.Add(waiter);
            return waiter;
        }
    }

    private void Abandon(Waiter waiter, CancellationToken cancellation)
    {
        lock (_gate)
        {
            _waiters.Remove(waiter);
        }

        waiter.TrySetCanceled(cancellation);
    }

    private void Unsubscribe(Action<MetadataChange> listener)
    {
        lock (_gate)
        {
            _listeners = [.. _listeners.Where(other => other != listener)];
        }
    }

    // Continuations run elsewhere: never on the shard thread, and never under the gate.
    private sealed class Waiter(LogIndex index) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public LogIndex Index { get; } = index;
    }

    private sealed class Subscription(MetadataStore store, Action<MetadataChange> listener) : IDisposable
    {
        public void Dispose() => store.Unsubscribe(listener);
    }
}
