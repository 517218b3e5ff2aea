using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;

namespace RaftLog.Client;

/// <summary>What a <see cref="ValueTask"/> of one produced record waits on; pooled, so that a record costs no allocation in the steady state.</summary>
internal sealed class DeliveryCompletion : IValueTaskSource<DeliveryResult>
{
    private const int MaxPooled = 16 * 1024;

    private static readonly ConcurrentQueue<DeliveryCompletion> Pool = new();

    private ManualResetValueTaskSourceCore<DeliveryResult> _core;

    private DeliveryCompletion()
    {
    }

    /// <summary>The timestamp that the record was produced with.</summary>
    public long TimestampMs { get; set; }

    public ValueTask<DeliveryResult> Task => new(this, _core.Version);

    /// <summary>Takes one from the pool, or makes one.</summary>
    /// <param name="continuesInline">Whether whoever awaits it goes on on the thread that completes it.</param>
    public static DeliveryCompletion Rent(bool continuesInline)
    {
        DeliveryCompletion completion = Pool.TryDequeue(out DeliveryCompletion? pooled) ? pooled : new DeliveryCompletion();
        completion._core.RunContinuationsAsynchronously = !continuesInline;
        return completion;
    }

    /// <summary>Puts one back that was never handed out.</summary>
    public void Return()
    {
        _core.Reset();
        if (Pool.Count < MaxPooled)
        {
            Pool.Enqueue(this);
        }
    }

    public void Succeed(DeliveryResult result) => _core.SetResult(result);

    public void Fail(Exception exception) => _core.SetException(exception);

    DeliveryResult IValueTaskSource<DeliveryResult>.GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            Return();
        }
    }

    ValueTaskSourceStatus IValueTaskSource<DeliveryResult>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<DeliveryResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
