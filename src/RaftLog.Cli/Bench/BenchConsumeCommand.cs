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

    private static readonly Option<long> WarmUp = new("--warm-up")
    {
        Description = "How many records to read before that, by a consumer that is closed again; the measured one begins anew.",
    };

    private static readonly Option<double?> WarmUpSeconds = new("--warm-up-seconds")
    {
        Description = "How long to read before that, again and again by consumers that are closed; it replaces --warm-up.",
    };

    private static readonly Option<bool> CheckCrcs = new("--check-crcs")
    {
        Description = "Whether to check the checksum of every batch.",
        DefaultValueFactory = _ => new ConsumerOptions().CheckCrcs,
    };

    public static Command Create(CliContext context) => CliCommand.Create(
        "consume",
        "Measures how fast records are read.",
        context,
        (parsed, cancellation) => RunAsync(context, parsed, cancellation),
        Topic,
        Records,
        WarmUp,
        WarmUpSeconds,
        CheckCrcs,
        StartGate.WaitForStart);

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

        var options = ConnectionOptions.Apply(new ConsumerOptions(), parsed) with
        {
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
            CheckCrcs = parsed.GetValue(CheckCrcs),
        };
        await WarmUpAsync(options, partitions, present, LoadLength.Of(parsed.GetValue(WarmUp), parsed.GetValue(WarmUpSeconds)), context.Time, cancellation);
        await StartGate.PassAsync(context, parsed, cancellation);
        var before = BenchCost.SoFar();
        var result = await ReadAsync(options, partitions, new LoadLength(wanted, TimeSpan.MaxValue), context.Time, cancellation);
        result = result with { Cost = BenchCost.SoFar().Since(before) };
        result.Write(context, parsed.GetValue(ConnectionOptions.Json));
    }

    // As often as it takes: each consumer begins anew, as the measured one does.
    private static async Task WarmUpAsync(
        ConsumerOptions options, TopicPartition[] partitions, long present, LoadLength length, TimeProvider time, CancellationToken cancellation)
    {
        long records = 0;
        var spent = TimeSpan.Zero;
        while (records < length.Records && spent < length.Time)
        {
            var pass = await ReadAsync(
                options, partitions, new LoadLength(Math.Min(present, length.Records - records), length.Time - spent), time, cancellation);
            records += pass.Records;
            spent += TimeSpan.FromSeconds(pass.Seconds);
        }
    }

    private static async Task<BenchResult> ReadAsync(
        ConsumerOptions options, TopicPartition[] partitions, LoadLength length, TimeProvider time, CancellationToken cancellation)
    {
        await using var consumer = new Consumer<Null, ReadOnlyMemory<byte>>(options);
        consumer.Assign(partitions);
        long started = time.GetTimestamp();
        long records = 0, bytes = 0;
        while (records < length.Records && time.GetElapsedTime(started) < length.Time)
        {
            foreach (var record in await consumer.ConsumeReadyAsync(cancellation))
            {
                records++;
                bytes += record.Value.Length;
            }
        }

        return new BenchResult(records, bytes, time.GetElapsedTime(started).TotalSeconds, Latency: null);
    }

    private static async Task<long> CountAsync(AdminClient admin, TopicPartition[] partitions, CancellationToken cancellation)
    {
        var first = await admin.ListOffsetsAsync(partitions, OffsetSpec.Earliest, cancellation);
        var end = await admin.ListOffsetsAsync(partitions, OffsetSpec.Latest, cancellation);
        return partitions.Sum(partition => end[partition].Offset - first[partition].Offset);
    }
}
