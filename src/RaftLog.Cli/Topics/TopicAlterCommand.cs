using System.CommandLine;
using RaftLog.Cli.Output;
using RaftLog.Client;

namespace RaftLog.Cli.Topics;

/// <summary><c>raftlog topic alter</c>: changes settings of a topic that is in use.</summary>
internal static class TopicAlterCommand
{
    private static readonly Argument<string> Topic = TopicArgument.Create();

    private static readonly Option<string[]> Configs = new("--config")
    {
        Description = "A setting and its new value, name=value; may be repeated.",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string[]> Defaults = new("--reset")
    {
        Description = "The name of a setting that goes back to its default; may be repeated.",
        DefaultValueFactory = _ => [],
    };

    public static Command Create(CliContext context) => CliCommand.Create(
        "alter", "Changes settings of a topic.", context, (parsed, cancellation) => RunAsync(context, parsed, cancellation), Topic, Configs, Defaults);

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        string name = parsed.GetRequiredValue(Topic);
        var changes = new Dictionary<string, string?>();
        foreach (var (setting, value) in parsed.GetRequiredValue(Configs).Select(NameAndValue.Parse))
        {
            Add(changes, setting, value);
        }

        foreach (string setting in parsed.GetRequiredValue(Defaults))
        {
            Add(changes, setting, null);
        }

        if (changes.Count == 0)
        {
            throw new CliException("Nothing to change: name a setting with --config name=value or --reset name.", CliExitCode.Usage);
        }

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

    private static void Add(Dictionary<string, string?> changes, string setting, string? value)
    {
        if (!changes.TryAdd(setting, value))
        {
            throw new CliException($"'{setting}' is named more than once.", CliExitCode.Usage);
        }
    }
}
