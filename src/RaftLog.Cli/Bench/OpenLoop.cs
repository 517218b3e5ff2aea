using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using RaftLog.Client;

namespace RaftLog.Cli.Bench;

/// <summary>
/// The records of an open loop that are under way. Each is timed from when it was due, not from when it was handed over, so that neither a stall of the
/// cluster nor one of the load client hides the records that came due in it (coordinated omission).
/// </summary>
internal sealed class OpenLoop(long records, TimeProvider time)
{
    private readonly ConcurrentQueue<Timing> _idle = new();
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _left = records;

    /// <summary>Times from when a record was due to its acknowledgement.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>Completes when every record is acknowledged; fails with the first that is not.</summary>
    public Task Completion => _done.Task;

    /// <summary>Times a record that was just handed over.</summary>
    public void Add(long dueAt, ValueTask<DeliveryResult> delivery)
    {
        var timing = _idle.TryDequeue(out var idle) ? idle : new Timing(this);
        timing.Start(dueAt, delivery.ConfigureAwait(false).GetAwaiter());
    }

    private void Finished(Timing timing, long dueAt)
    {
        Latency.Add(time.GetElapsedTime(dueAt));
        _idle.Enqueue(timing);
        if (Interlocked.Decrement(ref _left) == 0)
        {
            _done.TrySetResult();
        }
    }

    // Used again and again: the load client's garbage would be measured with the cluster.
    private sealed class Timing
    {
        private readonly OpenLoop _owner;
        private readonly Action _finish;
        private long _dueAt;
        private ConfiguredValueTaskAwaitable<DeliveryResult>.ConfiguredValueTaskAwaiter _delivery;

        public Timing(OpenLoop owner)
        {
            _owner = owner;
            _finish = Finish;
        }

        public void Start(long dueAt, ConfiguredValueTaskAwaitable<DeliveryResult>.ConfiguredValueTaskAwaiter delivery)
        {
            _dueAt = dueAt;
            _delivery = delivery;
            if (delivery.IsCompleted)
            {
                Finish();
            }
            else
            {
                delivery.UnsafeOnCompleted(_finish);
            }
        }

        private void Finish()
        {
            try
            {
#pragma warning disable VSTHRD002 // Nothing is waited for: it has completed, or this would not run.
                _ = _delivery.GetResult();
#pragma warning restore VSTHRD002
                _owner.Finished(this, _dueAt);
            }
            catch (Exception error) when (error is RaftLogException or OperationCanceledException)
            {
                _owner._done.TrySetException(error);
            }
        }
    }
}
