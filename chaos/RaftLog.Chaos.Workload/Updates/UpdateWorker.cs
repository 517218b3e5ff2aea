using System.Diagnostics;
using RaftLog.Chaos.History;
using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Chaos.Workload;

/// <summary>
/// Updates its keys so many times, with the idempotent producer and no faster than its pace, and says in the end what was acknowledged last of each. An update
/// that is not acknowledged makes it fail: then nobody could say what the last value has to be.
/// </summary>
internal sealed class UpdateWorker(WorkerArguments arguments)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2);

    // By key: the update that was sent last. An idempotent producer keeps the order, so once all are acknowledged it is the last of its key in the log.
    private readonly KeyedUpdate?[] _last = new KeyedUpdate?[arguments.Keys];
    private RaftLogException? _failure;

    public async Task RunAsync(CancellationToken stop)
    {
        var updates = new UpdateSequence(arguments.Name, arguments.Keys);
        await using var producer = new Producer<string, byte[]>(new ProducerOptions
        {
            BootstrapServers = arguments.BootstrapServers,
            ClientId = arguments.Name,
            Compression = Enum.Parse<CompressionCodec>(arguments.Codec, ignoreCase: true),
            Linger = TimeSpan.FromMilliseconds(5),
            DeliveryTimeout = arguments.DeliveryTimeout,
            MaxBlock = arguments.DeliveryTimeout,
            DeliveryHandler = report => _failure ??= report.Error,
        });
        using var timer = new PeriodicTimer(Tick);
        long started = Stopwatch.GetTimestamp();
        long sent = 0;
        while (sent < arguments.Count)
        {
            await timer.WaitForNextTickAsync(stop);
            long due = Math.Min((long)(Stopwatch.GetElapsedTime(started).TotalSeconds * arguments.Rate), arguments.Count);
            for (; sent < due; sent++)
            {
                KeyedUpdate update = updates.Next();
                _last[update.Key] = update;
                byte[] value = update.IsDeletion ? null! : UpdateFormat.Value(arguments.Name, update.Version, arguments.ValueBytes);
                await producer.SendAsync(new ProducerRecord<string, byte[]>(arguments.Topic, UpdateFormat.Key(arguments.Name, update.Key), value), stop);
            }
        }

        await producer.FlushAsync(stop);
        if (_failure is { } failure)
        {
            throw failure;
        }

        LastUpdates.Write(arguments.RunFolder, arguments.Name, _last.OfType<KeyedUpdate>());
    }
}
