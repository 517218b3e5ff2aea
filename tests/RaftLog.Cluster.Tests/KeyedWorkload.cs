using System.Collections.Concurrent;
using RaftLog.Client;

namespace RaftLog.Cluster.Tests;

/// <summary>
/// Updates some keys, each by a sender of its own that waits for the acknowledgement before the next update, so that the last acknowledged value
/// of each key is known. Errors fail it: the producer must ride out whatever the test does to the cluster.
/// </summary>
internal sealed class KeyedWorkload : IAsyncDisposable
{
    private readonly Producer<long, byte[]> _producer;
    private readonly string _topic;
    private readonly ConcurrentDictionary<long, long> _last = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _senders;
    private readonly int _valueBytes;
    private long _acked;

    public KeyedWorkload(EmbeddedCluster cluster, string topic, int keys, int valueBytes)
    {
        _topic = topic;
        _valueBytes = valueBytes;
        _producer = new Producer<long, byte[]>(new ProducerOptions { BootstrapServers = cluster.BootstrapServers, Linger = TimeSpan.FromMilliseconds(2) });
        _senders = [.. Enumerable.Range(0, keys).Select(key => SendAsync(key))];
    }

    /// <summary>The last acknowledged value of each key.</summary>
    public IReadOnlyDictionary<long, long> Last => _last;

    /// <summary>Completes when so many more updates have been acknowledged; fails when the workload does.</summary>
    public async Task AdvanceAsync(int updates)
    {
        long target = Interlocked.Read(ref _acked) + updates;
        var ended = Task.WhenAll(_senders);
        while (Interlocked.Read(ref _acked) < target && !ended.IsCompleted)
        {
            await Task.WhenAny(ended, Task.Delay(TimeSpan.FromMilliseconds(5)));
        }

        if (ended.IsCompleted)
        {
            await ended;
        }
    }

    /// <summary>Waits for the updates under way.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_senders);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _producer.DisposeAsync();
        _stop.Dispose();
    }

    private async Task SendAsync(long key)
    {
        byte[] value = new byte[_valueBytes];
        for (long update = 1; !_stop.IsCancellationRequested; update++)
        {
            BitConverter.TryWriteBytes(value, update);
            await _producer.ProduceAsync(new ProducerRecord<long, byte[]>(_topic, key, value));
            _last[key] = update;
            Interlocked.Increment(ref _acked);
        }
    }
}
