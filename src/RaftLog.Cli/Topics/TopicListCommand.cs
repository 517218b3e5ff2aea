using System.CommandLine;
using RaftLog.Cli.Output;
using RaftLog.Client;

namespace RaftLog.Cli.Topics;

/// <summary><c>raftlog topic list</c>.</summary>
internal static class TopicListCommand
{
    public static Command Create(CliContext context) =>
        CliCommand.Create("list", "Lists the topics.", context, (parsed, cancellation) => RunAsync(context, parsed, cancellation));

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var admin = new AdminClient(ConnectionOptions.Client(parsed));
        var names = await admin.ListTopicsAsync(cancellation);
        if (parsed.GetValue(ConnectionOptions.Json))
        {
            JsonOutput.Write(context, names);
            return;
        }

        foreach (string name in names)
        {
            await context.Text.WriteLineAsync(name);
        }
    }
}
