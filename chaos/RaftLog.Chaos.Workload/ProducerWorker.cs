using System.Diagnostics;
using System.Globalization;
using RaftLog.Chaos.History;
using RaftLog.Client;

namespace RaftLog.Chaos.Workload;

/// <summary>
/// Appends unique values at acks=all with the idempotent producer, at a fixed pace whatever becomes of the records before, and writes down
/// the fate of each.
/// </summary>
internal sealed class ProducerWorker(WorkerArguments arguments, HistoryWriter history, Action ready)
{
    // Some hundred megabytes of a cluster that has been gone for minutes; beyond that the pace waits.
    private const int MaxUnderWay = 200_000;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan DrainPoll = TimeSpan.FromMilliseconds(10);

    private readonly string[] _keys =
        [.. Enumerable.Range(0, arguments.Keys).Select(i => string.Create(CultureInfo.InvariantCulture, $"{arguments.Name}-k{i}"))];

    private long _next;
    private int _underWay;
    private int _isReady;

    public async Task RunAsync(CancellationToken stop)
    {
        history.Write(new WorkerStarted(UnixClock.NowUs, arguments.Name, WorkerRole.Producer, "RaftLog.Client", Idempotent: true));
        await using var recorder = new DeliveryRecorder(history);
        await using var producer = new Producer<string, ReadOnlyMemory<byte>>(Options());
        using var timer = new PeriodicTimer(Tick);
        long started = Stopwatch.GetTimestamp();
        long skipped = 0;
        while (!stop.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            long due = (long)(Stopwatch.GetElapsedTime(started).TotalSeconds * arguments.Rate) - _next - skipped;
            int room = MaxUnderWay - Volatile.Read(ref _underWay);
            int count = (int)Math.Min(due, room);
            skipped += due - Math.Max(count, 0);
            if (count > 0)
            {
                Send(producer, recorder, count);
            }
        }

        // Each ends by itself: acknowledged, or given up after the delivery timeout.
        while (Volatile.Read(ref _underWay) > 0)
        {
            await Task.Delay(DrainPoll, CancellationToken.None);
        }

        if (skipped > 0)
        {
            history.Write(new WorkerNote(UnixClock.NowUs, $"{skipped} records were not sent, since {MaxUnderWay} were under way."));
        }
    }

    private ProducerOptions Options()
    {
        TimeSpan requestTimeout = TimeSpan.FromSeconds(30);
        return new ProducerOptions
        {
            BootstrapServers = arguments.BootstrapServers,
            ClientId = arguments.Name,
            DeliveryTimeout = arguments.DeliveryTimeout,
            RequestTimeout = requestTimeout < arguments.DeliveryTimeout / 2 ? requestTimeout : arguments.DeliveryTimeout / 2,
            MaxBlock = arguments.DeliveryTimeout,
        };
    }

    private void Send(Producer<string, ReadOnlyMemory<byte>> producer, DeliveryRecorder recorder, int count)
    {
        // In the file before it is in the client: what is in the log without being here was never sent.
        history.Write(new RecordsSent(UnixClock.NowUs, _next, count));
        history.Flush();
        for (int i = 0; i < count; i++)
        {
            Interlocked.Increment(ref _underWay);
            _ = FollowAsync(producer, recorder, _next++);
        }
    }

    /// <summary>Follows one record to its end; <see cref="RunAsync"/> waits for all of them.</summary>
    private async Task FollowAsync(Producer<string, ReadOnlyMemory<byte>> producer, DeliveryRecorder recorder, long sequence)
    {
        long sentUs = UnixClock.NowUs;
        byte[] value = RecordFormat.Encode(new RecordName(arguments.Name, sequence), sentUs, arguments.ValueBytes);
        var record = new ProducerRecord<string, ReadOnlyMemory<byte>>(arguments.Topic, _keys[sequence % _keys.Length], value);
        ValueTask<DeliveryResult> delivery = producer.ProduceAsync(record, CancellationToken.None);

        // Refused within the call: no broker was asked. Any later failure may hide an attempt that was carried out.
        bool wasRefused = delivery.IsFaulted;
        try
        {
            DeliveryResult result = await delivery;
            recorder.Add(new Delivery(sequence, result.TopicPartition.Partition, result.Offset, sentUs, UnixClock.NowUs));
            if (Interlocked.Exchange(ref _isReady, 1) == 0)
            {
                ready();
            }
        }
        catch (RaftLogException e)
        {
            string why = $"{e.ErrorCode}: {e.Message}";
            history.Write(wasRefused ? new RecordsFailed(UnixClock.NowUs, [sequence], why) : new OutcomesUnknown(UnixClock.NowUs, [sequence], why));
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }
}
