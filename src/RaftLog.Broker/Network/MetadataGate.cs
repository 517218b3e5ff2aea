namespace RaftLog.Broker.Network;

/// <summary>
/// Holds clients back while a broker that has just started does not know yet what topics there are. It would say of each that it does not exist, and a
/// client may believe that: librdkafka then forgets how far its idempotent producer is in the partitions, and begins again with numbers that it has used.
/// Kafka's brokers do not answer either before they have caught up. Thread-safe.
/// </summary>
/// <param name="knows">Whether the metadata of now are known here. Not asked any more once it was so.</param>
/// <param name="time">The clock of the waits.</param>
internal sealed class MetadataGate(Func<bool> knows, TimeProvider time)
{
    /// <summary>After how long a client is sent away instead: another broker may know.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private volatile bool _isOpen;

    /// <summary>Waits until clients may be served; false when it took too long, or the broker is stopping.</summary>
    public async ValueTask<bool> PassAsync(CancellationToken stopping)
    {
        long began = time.GetTimestamp();
        while (!IsOpen() && !stopping.IsCancellationRequested && time.GetElapsedTime(began) < Patience)
        {
            await Task.Delay(Pause, time, CancellationToken.None);
        }

        return _isOpen;
    }

    private bool IsOpen() => _isOpen || (_isOpen = knows());
}
