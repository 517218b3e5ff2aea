using System.Buffers;
using System.CommandLine;
using RaftLog.Cli.Output;
using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Cli.Consume;

/// <summary><c>raftlog consume</c>: writes records to standard output.</summary>
internal static class ConsumeCommand
{
    private static readonly TimeSpan EndCheckInterval = TimeSpan.FromMilliseconds(250);

    public static Command Create(CliContext context) => CliCommand.Create(
        "consume",
        "Writes the records of a topic to standard output.",
        context,
        (parsed, cancellation) => RunAsync(context, parsed, cancellation),
        ConsumeOptions.Topic,
        ConsumeOptions.FromBeginning,
        ConsumeOptions.Offset,
        ConsumeOptions.Partition,
        ConsumeOptions.Group,
        ConsumeOptions.Isolation,
        ConsumeOptions.Follow,
        ConsumeOptions.Max,
        ConsumeOptions.Format);

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        string topic = parsed.GetRequiredValue(ConsumeOptions.Topic);
        string? group = parsed.GetValue(ConsumeOptions.Group);
        var isolation = parsed.GetValue(ConsumeOptions.Isolation);
        var writer = CreateWriter(parsed);
        var start = StartPosition.Parse(parsed.GetValue(ConsumeOptions.Offset) ?? (parsed.GetValue(ConsumeOptions.FromBeginning) ? "earliest" : "latest"));

        await using var admin = new AdminClient(ConnectionOptions.Client(parsed));
        var partitions = await ChoosePartitionsAsync(admin, topic, parsed.GetValue(ConsumeOptions.Partition), cancellation);
        await using var consumer = new Consumer<byte[]?, byte[]?>(ConnectionOptions.Apply(new ConsumerOptions(), parsed) with
        {
            GroupId = group,
            IsolationLevel = isolation,
            EnableAutoCommit = group is not null,
            AutoOffsetReset = start.Lookup == OffsetSpec.Earliest ? AutoOffsetReset.Earliest : AutoOffsetReset.Latest,
        });
        await BeginAsync(admin, consumer, topic, partitions, group, start, cancellation);

        var end = parsed.GetValue(ConsumeOptions.Follow) ? null : await LogEnd.FindAsync(admin, partitions, isolation, cancellation);
        await CopyAsync(context, consumer, writer, end, parsed.GetValue(ConsumeOptions.Max), cancellation);
    }

    private static async Task<TopicPartition[]> ChoosePartitionsAsync(AdminClient admin, string topic, int? only, CancellationToken cancellation)
    {
        var description = (await admin.DescribeTopicsAsync([topic], cancellation))[0];
        var all = description.Partitions.Select(partition => new TopicPartition(topic, partition.Partition)).ToArray();
        if (only is not { } number)
        {
            return all;
        }

        return all.Any(partition => partition.Partition == number)
            ? [new TopicPartition(topic, number)]
            : throw new CliException($"{topic} has no partition {number}; it has {all.Length}, numbered from 0.", CliExitCode.NotFound);
    }

    private static async Task BeginAsync(
        AdminClient admin,
        Consumer<byte[]?, byte[]?> consumer,
        string topic,
        TopicPartition[] partitions,
        string? group,
        StartPosition start,
        CancellationToken cancellation)
    {
        if (group is not null)
        {
            consumer.Subscribe(topic);
        }
        else if (start.Offset is { } offset)
        {
            consumer.Assign(partitions.Select(partition => new TopicPartitionOffset(partition, offset)));
        }
        else
        {
            var found = await admin.ListOffsetsAsync(partitions, start.Lookup, cancellation);
            var end = await admin.ListOffsetsAsync(partitions, OffsetSpec.Latest, cancellation);

            // A time after the last record has no offset; there, what comes next is what was meant.
            consumer.Assign(partitions.Select(partition =>
                new TopicPartitionOffset(partition, found[partition].Offset >= 0 ? found[partition].Offset : end[partition].Offset)));
        }
    }

    private static async Task CopyAsync(
        CliContext context, Consumer<byte[]?, byte[]?> consumer, RecordWriter write, LogEnd? end, long max, CancellationToken cancellation)
    {
        var output = new ArrayBufferWriter<byte>();
        long written = 0;
        while (written < max && !(end?.IsReachedBy(consumer) ?? false))
        {
            var records = await NextAsync(context, consumer, max - written, waitForever: end is null, cancellation);
            foreach (var record in records)
            {
                write(record, output);
            }

            written += records.Count;
            await context.Output.WriteAsync(output.WrittenMemory, cancellation);
            output.ResetWrittenCount();
        }
    }

    // Comes back now and then without records, so that the end is noticed also when nothing more comes.
    private static async Task<IReadOnlyList<ConsumeResult<byte[]?, byte[]?>>> NextAsync(
        CliContext context, Consumer<byte[]?, byte[]?> consumer, long max, bool waitForever, CancellationToken cancellation)
    {
        const int MaxBatch = 10_000;
        using var wait = new CancellationTokenSource(waitForever ? Timeout.InfiniteTimeSpan : EndCheckInterval, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(wait.Token, cancellation);
        try
        {
            return await consumer.ConsumeBatchAsync((int)Math.Min(max, MaxBatch), either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return [];
        }
    }

    private static RecordWriter CreateWriter(ParseResult parsed)
    {
        if (parsed.GetValue(ConnectionOptions.Json))
        {
            return static (in record, output) => output.Write(JsonOutput.ToLine(JsonRecord.Of(record)));
        }

        var format = RecordFormat.Parse(parsed.GetRequiredValue(ConsumeOptions.Format));
        return format.Write;
    }

    private delegate void RecordWriter(in ConsumeResult<byte[]?, byte[]?> record, IBufferWriter<byte> output);
}
