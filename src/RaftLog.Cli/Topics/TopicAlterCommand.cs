using System.CommandLine;
using RaftLog.Cli.Output;
using RaftLog.Client;

namespace RaftLog.Cli.Topics;

/// <summary><c>raftlog topic alter</c>: changes settings of a topic that is in use.</summary>
internal static class TopicAlterCommand
{
    private static readonly Argument<string> Topic = TopicArgument.Create();

    private static readonly SettingChanges Changes = new();

    public static Command Create(CliContext context) => CliCommand.Create(
        "alter",
        "Changes settings of a topic.",
        context,
        (parsed, cancellation) => RunAsync(context, parsed, cancellation),
        [Topic, .. Changes.Options]);

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        string name = parsed.GetRequiredValue(Topic);
        var changes = Changes.Read(parsed);
        await using var admin = new AdminClient(ConnectionOptions.Client(parsed));
        await admin.AlterTopicConfigsAsync(name, changes, cancellation);
        if (parsed.GetValue(ConnectionOptions.Json))
        {
            JsonOutput.Write(context, new { topic = name, changes });
        }
        else
        {
            await context.Text.WriteLineAsync($"altered {name}");
        }
    }
}
