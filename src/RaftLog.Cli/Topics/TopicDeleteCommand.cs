using System.CommandLine;
using RaftLog.Cli.Output;
using RaftLog.Client;

namespace RaftLog.Cli.Topics;

/// <summary><c>raftlog topic delete</c>.</summary>
internal static class TopicDeleteCommand
{
    private static readonly Argument<string> Topic = TopicArgument.Create();

    public static Command Create(CliContext context) =>
        CliCommand.Create("delete", "Deletes a topic with all its records.", context, (parsed, cancellation) => RunAsync(context, parsed, cancellation), Topic);

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        string name = parsed.GetRequiredValue(Topic);
        await using var admin = new AdminClient(ConnectionOptions.Client(parsed));
        await admin.DeleteTopicAsync(name, cancellation);
        if (parsed.GetValue(ConnectionOptions.Json))
        {
            JsonOutput.Write(context, new { topic = name, deleted = true });
        }
        else
        {
            await context.Text.WriteLineAsync($"deleted {name}");
        }
    }
}
