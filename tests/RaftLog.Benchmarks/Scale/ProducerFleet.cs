using System.Diagnostics;
using RaftLog.Cli.Bench;
using RaftLog.Client;

namespace RaftLog.Benchmarks.Scale;

/// <summary>
/// Producers with connections of their own, in this process, which is not one of the brokers'. Records go to the partitions in turn, so that each
/// partition gets small writes all the time; keyless records would go to one partition after the other in large ones.
/// </summary>
internal sealed class ProducerFleet : IAsyncDisposable
{
    private const int ConnectingAtOnce = 16;

    private readonly Producer<Null, ReadOnlyMemory<byte>>[] _producers;
    private readonly string _topic;
    private readonly int _partitions;
    private readonly byte[] _value;
    private long _acknowledged;
    private long _refused;
    private long _batches;

    public ProducerFleet(string bootstrapServers, string topic, ScaleLoad load)
    {
        _topic = topic;
        _partitions = load.Partitions;
        _value = new byte[load.RecordBytes];
        ProducerOptions options = load.Options(bootstrapServers) with { DeliveryHandler = Delivered };
        _producers = [.. Enumerable.Range(0, load.Producers).Select(_ => new Producer<Null, ReadOnlyMemory<byte>>(options))];
    }

    /// <summary>The records that were acknowledged so far.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>The records that were given up so far.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>The batches that carried all of them.</summary>
    public long Batches => Interlocked.Read(ref _batches);

    /// <summary>Has each producer send one record to each partition, some producers at a time: to have clients costs other than to get them.</summary>
    public Task ConnectAsync(CancellationToken cancellation) => Parallel.ForEachAsync(
        _producers,
        new ParallelOptions { MaxDegreeOfParallelism = ConnectingAtOnce, CancellationToken = cancellation },
        async (producer, token) => await Task.WhenAll(
            Enumerable.Range(0, _partitions).Select(partition => producer.ProduceAsync(Record(partition), token).AsTask())));

    /// <summary>Sends as much as the cluster takes, until it is told to stop; completes when all of it is acknowledged.</summary>
    public async Task RunAtFullSpeedAsync(CancellationToken stop)
    {
        await Task.WhenAll(_producers.Select((producer, number) => Task.Run(() => FillAsync(producer, number, stop), CancellationToken.None)));
        await Task.WhenAll(_producers.Select(producer => producer.FlushAsync()));
    }

    /// <summary>
    /// Sends at a fixed rate in all, whether what was sent before is acknowledged or not, and times one record in so many from when it was due.
    /// </summary>
    public async Task<LatencyHistogram> RunAtRateAsync(double perSecond, int timedOneIn, TimeSpan time, CancellationToken cancellation)
    {
        long records = Math.Max(1, (long)(perSecond * time.TotalSeconds));
        var timed = new OpenLoop((records + timedOneIn - 1) / timedOneIn, TimeProvider.System);

        // A thread of its own, which sleeps until a record is due.
        await Task.Factory.StartNew(
            () => HandOver(records, perSecond, timedOneIn, timed, cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await timed.Completion.WaitAsync(cancellation);
        return timed.Latency;
    }

    /// <summary>Sends one record to each partition, and returns the seconds until the last is acknowledged.</summary>
    public async Task<double> TouchAllAsync(IEnumerable<int> partitions, CancellationToken cancellation)
    {
        long began = Stopwatch.GetTimestamp();
        await Task.WhenAll(partitions.Select(partition =>
            _producers[partition % _producers.Length].ProduceAsync(Record(partition), cancellation).AsTask()));
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_producers.Select(producer => producer.DisposeAsync().AsTask()));

    private void HandOver(long records, double perSecond, int timedOneIn, OpenLoop timed, CancellationToken cancellation)
    {
        var pacer = new Pacer(TimeProvider.System);
        double interval = TimeProvider.System.TimestampFrequency / perSecond;
        long began = TimeProvider.System.GetTimestamp();
        for (long sent = 0; sent < records && !timed.Completion.IsFaulted; sent++)
        {
            cancellation.ThrowIfCancellationRequested();
            long dueAt = began + (long)(sent * interval);
            pacer.SleepUntil(dueAt);
            Producer<Null, ReadOnlyMemory<byte>> producer = _producers[sent % _producers.Length];
            if (sent % timedOneIn == 0)
            {
                timed.Add(dueAt, producer.ProduceAsync(Record(sent), cancellation));
                continue;
            }

            ValueTask room = producer.SendAsync(Record(sent), cancellation);
            if (!room.IsCompletedSuccessfully)
            {
#pragma warning disable VSTHRD002 // This thread is there to wait.
                room.AsTask().Wait(cancellation);
#pragma warning restore VSTHRD002
            }
        }
    }

    private async Task FillAsync(Producer<Null, ReadOnlyMemory<byte>> producer, int number, CancellationToken stop)
    {
        for (long next = number; !stop.IsCancellationRequested; next++)
        {
            await producer.SendAsync(Record(next), CancellationToken.None);
        }
    }

    private ProducerRecord<Null, ReadOnlyMemory<byte>> Record(long number) => new(_topic, default, _value) { Partition = (int)(number % _partitions) };

    private void Delivered(DeliveryReport report)
    {
        Interlocked.Add(ref report.Error is null ? ref _acknowledged : ref _refused, report.RecordCount);
        Interlocked.Increment(ref _batches);
    }
}
