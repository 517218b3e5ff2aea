using System.CommandLine;
using RaftLog.Cli.Output;
using RaftLog.Client;

namespace RaftLog.Cli.Groups;

/// <summary><c>raftlog group reset-offsets</c>: lets a group that is stopped go on elsewhere.</summary>
internal static class GroupResetOffsetsCommand
{
    private static readonly Argument<string> Group = new("group") { Description = "The id of the group." };
    private static readonly Option<string[]> Topics = TopicSelection.Create(isRequired: false);
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only show what would be done." };

    public static Command Create(CliContext context) => CliCommand.Create(
        "reset-offsets",
        "Moves the committed offsets of a group without members.",
        context,
        (parsed, cancellation) => RunAsync(context, parsed, cancellation),
        [Group, Topics, .. ResetTarget.Options, DryRun]);

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        string id = parsed.GetRequiredValue(Group);
        var target = ResetTarget.Of(parsed, context.Time);
        bool isDryRun = parsed.GetValue(DryRun);
        await using var admin = new AdminClient(ConnectionOptions.Client(parsed));
        var group = await admin.DescribeGroupAsync(id, cancellation);
        var committed = (await admin.FetchCommittedOffsetsAsync(id, cancellationToken: cancellation))
            .ToDictionary(offset => offset.TopicPartition, offset => offset.Offset);
        string[] selections = parsed.GetValue(Topics) ?? [];

        // A group may be given offsets before its first member comes, but then it must be said for which topics.
        GroupState.Require(group, hasOffsets: committed.Count > 0 || selections.Length > 0, mayHaveMembers: isDryRun);
        if (group.Members.Count > 0)
        {
            await context.Error.WriteLineAsync($"raftlog: without --dry-run this is refused. {GroupState.Refusal(group)}");
        }

        var partitions = selections.Length > 0 ? await TopicSelection.ResolveAsync(admin, selections, cancellation) : [.. committed.Keys];
        var resets = await OffsetReset.PlanAsync(admin, target, partitions, committed, cancellation);
        if (!isDryRun)
        {
            await admin.AlterGroupOffsetsAsync(
                id, [.. resets.Select(reset => new TopicPartitionOffset(new(reset.Topic, reset.Partition), reset.New))], cancellation);
        }

        Print(context, parsed, id, isDryRun, resets);
    }

    private static void Print(CliContext context, ParseResult parsed, string id, bool isDryRun, IReadOnlyList<OffsetReset> resets)
    {
        if (parsed.GetValue(ConnectionOptions.Json))
        {
            JsonOutput.Write(context, new { group = id, dryRun = isDryRun, offsets = resets });
            return;
        }

        var table = TableOutput.Create("topic", "#partition", "#committed", isDryRun ? "#would be" : "#is now");
        foreach (var reset in resets)
        {
            table.Row(reset.Topic, reset.Partition, reset.Current, reset.New);
        }

        table.Print(context);
    }
}
