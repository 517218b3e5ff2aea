using System.CommandLine;
using RaftLog.Cli.Output;
using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Cli.Topics;

/// <summary><c>raftlog topic describe</c>: partitions with leaders, replicas and offsets, and on request the settings.</summary>
internal static class TopicDescribeCommand
{
    private static readonly Argument<string> Topic = TopicArgument.Create();

    private static readonly Option<bool> WithConfigs = new("--configs") { Description = "Show the topic's settings too." };

    public static Command Create(CliContext context) =>
        CliCommand.Create("describe", "Shows a topic's partitions.", context, (parsed, cancellation) => RunAsync(context, parsed, cancellation), Topic, WithConfigs);

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        string name = parsed.GetRequiredValue(Topic);
        await using var admin = new AdminClient(ConnectionOptions.Client(parsed));
        var topic = (await admin.DescribeTopicsAsync([name], cancellation))[0];

        // A partition without a leader has nobody to ask for its offsets, and asking would wait for one.
        var led = topic.Partitions.Where(partition => partition.Leader >= 0).Select(partition => new TopicPartition(name, partition.Partition)).ToArray();
        var first = await admin.ListOffsetsAsync(led, OffsetSpec.Earliest, cancellation);
        var end = await admin.ListOffsetsAsync(led, OffsetSpec.Latest, cancellation);
        var configs = parsed.GetValue(WithConfigs) ? await admin.DescribeTopicConfigsAsync(name, cancellation) : null;
        var partitions = topic.Partitions.Select(partition =>
        {
            var key = new TopicPartition(name, partition.Partition);
            return new PartitionStatus(
                partition.Partition,
                partition.Leader,
                partition.LeaderEpoch,
                partition.Replicas,
                partition.InSyncReplicas,
                first.TryGetValue(key, out var from) ? from.Offset : null,
                end.TryGetValue(key, out var to) ? to.Offset : null);
        }).ToArray();

        if (parsed.GetValue(ConnectionOptions.Json))
        {
            JsonOutput.Write(context, new { topic = name, topicId = topic.TopicId, partitions, configs });
            return;
        }

        await context.Text.WriteLineAsync($"topic {name} ({topic.TopicId}): {partitions.Length} partitions");
        var table = TableOutput.Create("#partition", "#leader", "#epoch", "replicas", "in sync", "#first offset", "#end offset");
        foreach (var partition in partitions)
        {
            table.Row(
                partition.Partition,
                partition.Leader < 0 ? "none" : partition.Leader,
                partition.LeaderEpoch,
                TableOutput.Join(partition.Replicas),
                TableOutput.Join(partition.InSync),
                partition.FirstOffset,
                partition.EndOffset);
        }

        table.Print(context);
        PrintConfigs(context, configs);
    }

    private static void PrintConfigs(CliContext context, IReadOnlyDictionary<string, string?>? configs)
    {
        if (configs is null)
        {
            return;
        }

        var table = TableOutput.Create("setting", "value");
        foreach (var (setting, value) in configs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            table.Row(setting, value);
        }

        table.Print(context);
    }

    private sealed record PartitionStatus(
        int Partition, int Leader, int LeaderEpoch, IReadOnlyList<int> Replicas, IReadOnlyList<int> InSync, long? FirstOffset, long? EndOffset);
}
