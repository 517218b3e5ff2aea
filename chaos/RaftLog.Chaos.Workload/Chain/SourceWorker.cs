using System.Diagnostics;
using RaftLog.Chaos.History;
using RaftLog.Client;

namespace RaftLog.Chaos.Workload;

/// <summary>Puts so many numbered records into a chain, no faster than its pace, each into the partition that its number says. One that fails makes it fail.</summary>
internal sealed class SourceWorker(WorkerArguments arguments)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2);

    private RaftLogException? _failure;

    public async Task RunAsync(CancellationToken stop)
    {
        await using var producer = new Producer<byte[], byte[]>(new ProducerOptions
        {
            BootstrapServers = arguments.BootstrapServers,
            ClientId = arguments.Name,
            Linger = TimeSpan.FromMilliseconds(5),
            DeliveryTimeout = arguments.DeliveryTimeout,
            MaxBlock = arguments.DeliveryTimeout,
            DeliveryHandler = report => _failure ??= report.Error,
        });
        await using var admin = new AdminClient(new ClientOptions { BootstrapServers = arguments.BootstrapServers });
        int partitions = (await admin.DescribeTopicsAsync([arguments.Topic], stop))[0].Partitions.Count;
        using var timer = new PeriodicTimer(Tick);
        long started = Stopwatch.GetTimestamp();
        int sent = 0;
        while (sent < arguments.Count && _failure is null)
        {
            await timer.WaitForNextTickAsync(stop);
            int due = (int)Math.Min(Stopwatch.GetElapsedTime(started).TotalSeconds * arguments.Rate, arguments.Count);
            for (; sent < due; sent++)
            {
                var record = new ProducerRecord<byte[], byte[]>(arguments.Topic, null!, ChainFormat.Value(sent, arguments.ValueBytes))
                {
                    Partition = sent % partitions,
                };
                await producer.SendAsync(record, stop);
            }
        }

        await producer.FlushAsync(stop);
    }
}
