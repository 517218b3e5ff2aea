using RaftLog.Replication;

namespace RaftLog.Broker.Network;

/// <summary>
/// Holds clients back while a broker that has just started does not know yet what topics there are. It would say of each that it does not exist, and a
/// client may believe that: librdkafka then forgets how far its idempotent producer is in the partitions, and begins again with numbers that it has used.
/// Kafka's brokers do not answer either before they have caught up. Thread-safe.
/// </summary>
/// <param name="known">Completes when the metadata of now are known here; they never cease to be.</param>
/// <param name="time">The clock of the waits.</param>
internal sealed class MetadataGate(Task known, TimeProvider time)
{
    /// <summary>After how long a client is sent away instead: another broker may know.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Waits until clients may be served; false when it took too long, or the broker is stopping.</summary>
    public async ValueTask<bool> PassAsync(CancellationToken stopping)
    {
        if (!known.IsCompleted)
        {
            await WaitAsync(stopping);
        }

        return known.IsCompleted;
    }

    private async Task WaitAsync(CancellationToken stopping)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = stopping.Register(() => over.TrySetResult());
        using var deadline = new Deadline(time, Patience);
        known.GetAwaiter().UnsafeOnCompleted(() => over.TrySetResult());
        await deadline.WaitAsync(over.Task);
    }
}
