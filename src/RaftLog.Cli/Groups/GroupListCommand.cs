using System.CommandLine;
using RaftLog.Cli.Output;
using RaftLog.Client;

namespace RaftLog.Cli.Groups;

/// <summary><c>raftlog group list</c>.</summary>
internal static class GroupListCommand
{
    public static Command Create(CliContext context) =>
        CliCommand.Create("list", "Lists the consumer groups.", context, (parsed, cancellation) => RunAsync(context, parsed, cancellation));

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var admin = new AdminClient(ConnectionOptions.Client(parsed));
        var groups = (await admin.ListGroupsAsync(cancellation)).OrderBy(group => group.GroupId, StringComparer.Ordinal).ToArray();
        if (parsed.GetValue(ConnectionOptions.Json))
        {
            JsonOutput.Write(context, groups);
            return;
        }

        var table = TableOutput.Create("group", "state", "type", "#coordinator");
        foreach (var group in groups)
        {
            table.Row(group.GroupId, group.State.Length == 0 ? null : group.State, group.Type.Length == 0 ? null : group.Type, group.CoordinatorId);
        }

        table.Print(context);
    }
}
