using System.Collections.Concurrent;
using RaftLog.Client;

namespace RaftLog.Cluster.Tests;

/// <summary>
/// Produces the numbers 0, 1, 2, ... at acks=all, some at a time, until it is stopped, and remembers which were acknowledged where. Errors
/// fail it: with the default options the producer must ride out whatever the test does to the cluster.
/// </summary>
internal sealed class NumberedWorkload : IAsyncDisposable
{
    private const int Outstanding = 64;

    private readonly Producer<Null, long> _producer;
    private readonly string _topic;
    private readonly ConcurrentQueue<AckedRecord> _acked = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _senders;
    private long _next = -1;

    // Completes with the next acknowledgement, when there is another.
    private TaskCompletionSource _more = NewSignal();

    public NumberedWorkload(EmbeddedCluster cluster, string topic)
    {
        _topic = topic;
        _producer = new Producer<Null, long>(new ProducerOptions { BootstrapServers = cluster.BootstrapServers });
        _senders = [.. Enumerable.Range(0, Outstanding).Select(_ => SendAsync())];
    }

    public int AckedCount => _acked.Count;

    /// <summary>Completes when so many more records have been acknowledged; fails when the workload does.</summary>
    public async Task AdvanceAsync(int records)
    {
        int target = AckedCount + records;
        var ended = Task.WhenAll(_senders);
        while (true)
        {
            // Taken before the look at the count, so that no acknowledgement between the two is missed.
            var more = Volatile.Read(ref _more);
            if (AckedCount >= target)
            {
                return;
            }

            await await Task.WhenAny(ended, more.Task);
        }
    }

    /// <summary>Waits for the records under way and returns all acknowledged ones.</summary>
    public async Task<IReadOnlyList<AckedRecord>> StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_senders);
        return [.. _acked];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _producer.DisposeAsync();
        _stop.Dispose();
    }

    private async Task SendAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            long number = Interlocked.Increment(ref _next);
            var delivered = await _producer.ProduceAsync(new ProducerRecord<Null, long>(_topic, default, number));
            _acked.Enqueue(new AckedRecord(number, delivered.TopicPartition, delivered.Offset));
            Interlocked.Exchange(ref _more, NewSignal()).SetResult();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
