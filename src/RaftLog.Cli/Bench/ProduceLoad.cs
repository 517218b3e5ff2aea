using RaftLog.Client;

namespace RaftLog.Cli.Bench;

/// <summary>
/// The three ways to put load on a cluster. All send records with equal values, without a key or with one of so many in turn, and count acknowledged ones only.
/// </summary>
internal sealed class ProduceLoad : IAsyncDisposable
{
    // A prime far from any number of keys: neighbours in time are no neighbours in number.
    private const long KeyStride = 15_485_863;

    // One record in so many is timed when it is throughput that is measured: few enough not to slow it, many enough for p99.9.
    private const int SampleEvery = 64;

    private readonly Producer<string?, ReadOnlyMemory<byte>>[] _producers;
    private readonly TimeProvider _time;
    private readonly int _valueBytes;

    // Made beforehand; making them is not what is measured.
    private readonly ProducerRecord<string?, ReadOnlyMemory<byte>>[] _records;

    public ProduceLoad(ProducerOptions options, int producers, string topic, ReadOnlyMemory<byte> value, int keys, TimeProvider time)
    {
        if (producers < 1)
        {
            throw new CliException("--producers must be at least 1.", CliExitCode.Usage);
        }

        _producers = [.. Enumerable.Range(0, producers).Select(_ => new Producer<string?, ReadOnlyMemory<byte>>(options))];
        _time = time;
        _valueBytes = value.Length;
        _records = [.. Enumerable.Range(0, Math.Max(keys, 1)).Select(key => new ProducerRecord<string?, ReadOnlyMemory<byte>>(topic, keys == 0 ? null : $"key-{key}", value))];
    }

    /// <summary>As many records as the cluster takes. The times say how long a record waits in a full pipeline.</summary>
    public async Task<BenchResult> RunAtFullSpeedAsync(LoadLength length, CancellationToken cancellation)
    {
        var latency = new LatencyHistogram();
        long started = _time.GetTimestamp();
        long[] sent = await Task.WhenAll(_producers.Select((producer, number) => Task.Run(
            () => FillAsync(producer, length.Share(number, _producers.Length), started, latency, cancellation), cancellation)));
        return Result(sent.Sum(), started, latency);
    }

    /// <summary>One record after the other, each when the one before is acknowledged.</summary>
    public async Task<BenchResult> RunOneAtATimeAsync(LoadLength length, CancellationToken cancellation)
    {
        var latency = new LatencyHistogram();
        long started = _time.GetTimestamp();
        long now = started;
        long sent = 0;
        for (; sent < length.Records && _time.GetElapsedTime(started, now) < length.Time; sent++)
        {
            await TimeAsync(InTurn(sent), sent, now, latency, cancellation);
            now = _time.GetTimestamp();
        }

        return Result(sent, started, latency);
    }

    /// <summary>
    /// Records at a fixed rate, whether the ones before are acknowledged or not (an open loop): a stall of the cluster counts for every record
    /// that came due in it, not just for the one that waited.
    /// </summary>
    public async Task<BenchResult> RunAtRateAsync(LoadLength length, double perSecond, CancellationToken cancellation)
    {
        long records = length.RecordsAt(perSecond);
        var open = new OpenLoop(records, _time);
        var lateness = new LatencyHistogram();
        long started = _time.GetTimestamp();

        // A thread of its own: it sleeps most of the time, and must not wait for one of the pool when a record is due.
        await Task.Factory.StartNew(
            () => HandOver(open, lateness, records, perSecond, cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (records > 0)
        {
            await open.Completion;
        }

        return Result(records, started, open.Latency) with { Lateness = BenchLatency.Of(lateness) };
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_producers.Select(producer => producer.DisposeAsync().AsTask()));

    private async Task<long> FillAsync(
        Producer<string?, ReadOnlyMemory<byte>> producer, LoadLength length, long started, LatencyHistogram latency, CancellationToken cancellation)
    {
        Task lastSample = Task.CompletedTask;
        long sent = 0;
        for (; sent < length.Records; sent++)
        {
            if (sent % SampleEvery == 0)
            {
                long now = _time.GetTimestamp();
                if (_time.GetElapsedTime(started, now) >= length.Time)
                {
                    break;
                }

                // The sample's turn in the buffer comes before the next record's, so this does not run ahead of back-pressure.
                lastSample = TimeAsync(producer, sent, now, latency, cancellation);
            }
            else
            {
                await producer.SendAsync(Record(sent), cancellation);
            }
        }

        await producer.FlushAsync(cancellation);
        await lastSample;
        return sent;
    }

    private void HandOver(OpenLoop open, LatencyHistogram lateness, long records, double perSecond, CancellationToken cancellation)
    {
        var pacer = new Pacer(_time);
        double interval = _time.TimestampFrequency / perSecond;
        long started = _time.GetTimestamp();
        for (long sent = 0; sent < records && !open.Completion.IsFaulted; sent++)
        {
            cancellation.ThrowIfCancellationRequested();
            long dueAt = started + (long)(sent * interval);
            long now = pacer.SleepUntil(dueAt);
            lateness.Add(_time.GetElapsedTime(dueAt, now));
            open.Add(dueAt, InTurn(sent).ProduceAsync(Record(sent), cancellation));
        }
    }

    private async Task TimeAsync(
        Producer<string?, ReadOnlyMemory<byte>> producer, long number, long from, LatencyHistogram latency, CancellationToken cancellation)
    {
        await producer.ProduceAsync(Record(number), cancellation);
        latency.Add(_time.GetElapsedTime(from));
    }

    private Producer<string?, ReadOnlyMemory<byte>> InTurn(long number) => _producers[number % _producers.Length];

    private ProducerRecord<string?, ReadOnlyMemory<byte>> Record(long number) => _records[number * KeyStride % _records.Length];

    private BenchResult Result(long records, long started, LatencyHistogram latency) =>
        new(records, records * _valueBytes, _time.GetElapsedTime(started).TotalSeconds, BenchLatency.Of(latency));
}
