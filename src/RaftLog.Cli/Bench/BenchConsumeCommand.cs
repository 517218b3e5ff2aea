using System.CommandLine;
using RaftLog.Cli.Topics;
using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Cli.Bench;

/// <summary><c>raftlog bench consume</c>: reads a topic from its beginning as fast as it comes.</summary>
internal static class BenchConsumeCommand
{
    private static readonly Argument<string> Topic = TopicArgument.Create();

    private static readonly Option<long?> Records = new("--records", "-n") { Description = "How many records to read; all that are there if left out." };

    public static Command Create(CliContext context) => CliCommand.Create(
        "consume", "Measures how fast records are read.", context, (parsed, cancellation) => RunAsync(context, parsed, cancellation), Topic, Records);

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        string topic = parsed.GetRequiredValue(Topic);
        await using var admin = new AdminClient(ConnectionOptions.Client(parsed));
        var partitions = (await admin.DescribeTopicsAsync([topic], cancellation))[0].Partitions
            .Select(partition => new TopicPartition(topic, partition.Partition))
            .ToArray();
        long present = await CountAsync(admin, partitions, cancellation);
        long wanted = Math.Min(present, parsed.GetValue(Records) ?? present);
        if (wanted == 0)
        {
            throw new CliException($"{topic} holds no records to read.");
        }

        await using var consumer = new Consumer<Null, ReadOnlyMemory<byte>>(ConnectionOptions.Apply(new ConsumerOptions(), parsed) with
        {
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
        });
        consumer.Assign(partitions);
        long started = context.Time.GetTimestamp();
        long records = 0, bytes = 0;
        while (records < wanted)
        {
            var batch = await consumer.ConsumeBatchAsync(cancellationToken: cancellation);
            records += batch.Count;
            for (int i = 0; i < batch.Count; i++)
            {
                bytes += batch[i].Value.Length;
            }
        }

        new BenchResult(records, bytes, context.Time.GetElapsedTime(started).TotalSeconds, Latency: null)
            .Write(context, parsed.GetValue(ConnectionOptions.Json));
    }

    private static async Task<long> CountAsync(AdminClient admin, TopicPartition[] partitions, CancellationToken cancellation)
    {
        var first = await admin.ListOffsetsAsync(partitions, OffsetSpec.Earliest, cancellation);
        var end = await admin.ListOffsetsAsync(partitions, OffsetSpec.Latest, cancellation);
        return partitions.Sum(partition => end[partition].Offset - first[partition].Offset);
    }
}
