using System.CommandLine;
using System.Globalization;
using RaftLog.Cli.Output;
using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Cli.Topics;

/// <summary><c>raftlog topic delete-records</c>: lets partitions begin at a later offset.</summary>
internal static class TopicDeleteRecordsCommand
{
    private const string End = "end";
    private const long AllOfThem = -1;

    private static readonly Argument<string> Topic = TopicArgument.Create();

    private static readonly Option<string[]> Before = new("--before")
    {
        Description = "A partition and its first offset to keep, partition=offset, or partition=end to delete all of its records; may be repeated.",
        Required = true,
    };

    public static Command Create(CliContext context) => CliCommand.Create(
        "delete-records",
        "Deletes the oldest records of partitions, for good.",
        context,
        (parsed, cancellation) => RunAsync(context, parsed, cancellation),
        Topic,
        Before);

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        string name = parsed.GetRequiredValue(Topic);
        var before = new Dictionary<TopicPartition, long>();
        foreach (var (partition, offset) in parsed.GetRequiredValue(Before).Select(Parse))
        {
            if (!before.TryAdd(new TopicPartition(name, partition), offset))
            {
                throw new CliException($"Partition {partition} is named more than once.", CliExitCode.Usage);
            }
        }

        await using var admin = new AdminClient(ConnectionOptions.Client(parsed));
        var starts = await admin.DeleteRecordsAsync(before, cancellation);
        var rows = starts.OrderBy(start => start.Key.Partition).Select(start => new PartitionStart(start.Key.Partition, start.Value)).ToArray();
        if (parsed.GetValue(ConnectionOptions.Json))
        {
            JsonOutput.Write(context, new { topic = name, partitions = rows });
            return;
        }

        var table = TableOutput.Create("#partition", "#first offset");
        foreach (var row in rows)
        {
            table.Row(row.Partition, row.FirstOffset);
        }

        table.Print(context);
    }

    private static (int Partition, long Offset) Parse(string text)
    {
        var (name, value) = NameAndValue.Parse(text);
        long offset = AllOfThem;
        return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int partition)
            && (value == End || long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out offset))
            ? (partition, offset)
            : throw new CliException($"'{text}' is not of the form partition=offset or partition={End}.", CliExitCode.Usage);
    }

    private sealed record PartitionStart(int Partition, long FirstOffset);
}
