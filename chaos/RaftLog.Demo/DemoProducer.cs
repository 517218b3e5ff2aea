using RaftLog.Client;
using RaftLog.LocalCluster;
using RaftLog.Model;

namespace RaftLog.Demo;

/// <summary>Produces every line of the input and kills the leader of the busiest partition when half of them have been handed over.</summary>
internal sealed class DemoProducer(LocalBrokers brokers, string topic, int partitions)
{
    /// <summary>The header that numbers the lines of a file, from 0: how the reader tells a duplicate from a line that occurs twice.</summary>
    public const string LineHeader = "line";

    // Small against the input, so that at the kill some batches are under way, some wait and most are not yet produced.
    private const int BufferBytes = 1024 * 1024;

    private readonly AckLog _acks = new(partitions);

    /// <summary>What was acknowledged.</summary>
    public AckLog Acks => _acks;

    /// <summary>The broker that was killed.</summary>
    public BrokerProcess? Victim { get; private set; }

    /// <summary>Produces the lines, all files side by side so that every partition is busy at the kill.</summary>
    /// <exception cref="RaftLogException">A record was given up.</exception>
    public async Task RunAsync(IReadOnlyList<TextFile> files, long total, Action<long> progress, CancellationToken cancellation)
    {
        var options = new ProducerOptions
        {
            BootstrapServers = brokers.Layout.BootstrapServers,
            ClientId = "demo-producer",
            BufferBytes = BufferBytes,
            MaxRequestBytes = BufferBytes,
            BatchBytes = 64 * 1024,
            DeliveryHandler = _acks.Report,
        };
        await using var producer = new Producer<string, ReadOnlyMemory<byte>>(options);
        await using var admin = new AdminClient(new ClientOptions { BootstrapServers = options.BootstrapServers, ClientId = "demo-admin" });

        long sent = 0;
        foreach (ProducerRecord<string, ReadOnlyMemory<byte>> record in Interleave(files))
        {
            if (sent == total / 2)
            {
                await KillLeaderAsync(admin, cancellation);
            }

            await producer.SendAsync(record, cancellation);
            sent++;
            if (sent % 256 == 0)
            {
                progress(_acks.Acknowledged);
            }
        }

        await producer.FlushAsync(cancellation);
        progress(_acks.Acknowledged);
    }

    private async Task KillLeaderAsync(AdminClient admin, CancellationToken cancellation)
    {
        TopicDescription description = (await admin.DescribeTopicsAsync([topic], cancellation))[0];
        int leader = description.Partitions.First(p => p.Partition == _acks.Busiest()).Leader;
        Victim = brokers[leader];
        _acks.LeaderKilled(description.Partitions.Where(p => p.Leader == leader).Select(p => p.Partition));
        await Victim.KillAsync(cancellation);
    }

    // One line of each file in turn, so that neighbours go to different partitions.
    private IEnumerable<ProducerRecord<string, ReadOnlyMemory<byte>>> Interleave(IReadOnlyList<TextFile> files)
    {
        var open = new Queue<(string Key, IEnumerator<ReadOnlyMemory<byte>> Lines, int Number)>(files.Select(f => (f.Path, f.Lines().GetEnumerator(), 0)));
        while (open.TryDequeue(out var file))
        {
            if (file.Lines.MoveNext())
            {
                yield return new(topic, file.Key, file.Lines.Current)
                {
                    Headers = [new RecordHeader(LineHeader, BitConverter.GetBytes(file.Number))],
                };
                open.Enqueue(file with { Number = file.Number + 1 });
            }
        }
    }
}
