using System.CommandLine;
using RaftLog.Cli.Output;
using RaftLog.Client;

namespace RaftLog.Cli.Groups;

/// <summary><c>raftlog group delete-offsets</c>: forgets a group's offsets in topics that none of its members reads.</summary>
internal static class GroupDeleteOffsetsCommand
{
    private static readonly Argument<string> Group = new("group") { Description = "The id of the group." };
    private static readonly Option<string[]> Topics = TopicSelection.Create(isRequired: true);

    public static Command Create(CliContext context) => CliCommand.Create(
        "delete-offsets",
        "Deletes committed offsets of topics that no member of the group reads.",
        context,
        (parsed, cancellation) => RunAsync(context, parsed, cancellation),
        Group,
        Topics);

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        string id = parsed.GetRequiredValue(Group);
        await using var admin = new AdminClient(ConnectionOptions.Client(parsed));
        var partitions = await TopicSelection.ResolveAsync(admin, parsed.GetRequiredValue(Topics), cancellation);
        await admin.DeleteGroupOffsetsAsync(id, partitions, cancellation);
        var rows = partitions.OrderBy(partition => partition.Topic, StringComparer.Ordinal).ThenBy(partition => partition.Partition);
        if (parsed.GetValue(ConnectionOptions.Json))
        {
            JsonOutput.Write(context, new { group = id, deleted = rows.Select(partition => new { partition.Topic, partition.Partition }) });
            return;
        }

        var table = TableOutput.Create("topic", "#partition");
        foreach (var row in rows)
        {
            table.Row(row.Topic, row.Partition);
        }

        table.Print(context);
    }
}
