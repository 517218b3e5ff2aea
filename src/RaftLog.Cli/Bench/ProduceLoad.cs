using RaftLog.Client;

namespace RaftLog.Cli.Bench;

/// <summary>
/// The three ways to put load on a cluster. All send records with equal values, without a key or with one of so many in turn, and count acknowledged ones only.
/// </summary>
internal sealed class ProduceLoad(Producer<string?, ReadOnlyMemory<byte>> producer, string topic, ReadOnlyMemory<byte> value, int keys, TimeProvider time)
{
    // A prime far from any number of keys: neighbours in time are no neighbours in number.
    private const long KeyStride = 15_485_863;

    // One record in so many is timed when it is throughput that is measured: few enough not to slow it, many enough for p99.9.
    private const int SampleEvery = 64;

    // A timer's ordinary lateness is not the cluster's; anything beyond it is counted from when the record was due.
    private static readonly TimeSpan TimerGranularity = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(1);

    // Made beforehand; making them is not what is measured.
    private readonly ProducerRecord<string?, ReadOnlyMemory<byte>>[] _records =
        [.. Enumerable.Range(0, Math.Max(keys, 1)).Select(key => new ProducerRecord<string?, ReadOnlyMemory<byte>>(topic, keys == 0 ? null : $"key-{key}", value))];

    private long _next;

    /// <summary>As many records as the cluster takes. The times say how long a record waits in a full pipeline.</summary>
    public async Task<BenchResult> RunAtFullSpeedAsync(long records, CancellationToken cancellation)
    {
        var latency = new LatencyHistogram();
        long started = time.GetTimestamp();
        Task lastSample = Task.CompletedTask;
        for (long sent = 0; sent < records; sent++)
        {
            if (sent % SampleEvery == 0)
            {
                // The sample's turn in the buffer comes before the next record's, so this does not run ahead of back-pressure.
                lastSample = TimeAsync(time.GetTimestamp(), latency, cancellation);
            }
            else
            {
                await producer.SendAsync(Next(), cancellation);
            }
        }

        await producer.FlushAsync(cancellation);
        await lastSample;
        return Result(records, started, latency);
    }

    /// <summary>One record after the other, each when the one before is acknowledged.</summary>
    public async Task<BenchResult> RunOneAtATimeAsync(long records, CancellationToken cancellation)
    {
        var latency = new LatencyHistogram();
        long started = time.GetTimestamp();
        for (long sent = 0; sent < records; sent++)
        {
            await TimeAsync(time.GetTimestamp(), latency, cancellation);
        }

        return Result(records, started, latency);
    }

    /// <summary>
    /// Records at a fixed rate, whether the ones before are acknowledged or not (an open loop): a stall of the cluster counts for every record
    /// that came due in it, not just for the one that waited.
    /// </summary>
    public async Task<BenchResult> RunAtRateAsync(long records, double perSecond, CancellationToken cancellation)
    {
        var latency = new LatencyHistogram();
        var open = new List<Task>();
        long started = time.GetTimestamp();
        using var timer = new PeriodicTimer(TickInterval, time);
        for (long sent = 0; sent < records && await timer.WaitForNextTickAsync(cancellation);)
        {
            long now = time.GetTimestamp();
            long due = Math.Min(records, (long)(time.GetElapsedTime(started, now).TotalSeconds * perSecond));
            for (; sent < due; sent++)
            {
                long dueAt = started + (long)(sent / perSecond * time.TimestampFrequency);
                open.Add(TimeAsync(time.GetElapsedTime(dueAt, now) <= TimerGranularity ? now : dueAt, latency, cancellation));
            }

            open.RemoveAll(task => task.IsCompletedSuccessfully);
        }

        await Task.WhenAll(open);
        return Result(records, started, latency);
    }

    private async Task TimeAsync(long from, LatencyHistogram latency, CancellationToken cancellation)
    {
        await producer.ProduceAsync(Next(), cancellation);
        latency.Add(time.GetElapsedTime(from));
    }

    private ProducerRecord<string?, ReadOnlyMemory<byte>> Next() => _records[_next++ * KeyStride % _records.Length];

    private BenchResult Result(long records, long started, LatencyHistogram latency) =>
        new(records, records * value.Length, time.GetElapsedTime(started).TotalSeconds, BenchLatency.Of(latency));
}
