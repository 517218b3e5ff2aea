using System.CommandLine;
using RaftLog.Cli.Output;
using RaftLog.Client;

namespace RaftLog.Cli.Topics;

/// <summary><c>raftlog topic configs</c>: the settings of a topic and where their values come from.</summary>
internal static class TopicConfigsCommand
{
    private static readonly Argument<string> Topic = TopicArgument.Create();

    private static readonly Option<bool> OnlyChanged = new("--changed") { Description = "Leave out what nothing sets." };

    public static Command Create(CliContext context) =>
        CliCommand.Create("configs", "Shows a topic's settings.", context, (parsed, cancellation) => RunAsync(context, parsed, cancellation), Topic, OnlyChanged);

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        string name = parsed.GetRequiredValue(Topic);
        await using var admin = new AdminClient(ConnectionOptions.Client(parsed));
        var all = await admin.ListTopicSettingsAsync(name, cancellation);
        var shown = all.Where(setting => !parsed.GetValue(OnlyChanged) || setting.Origin != SettingOrigin.Default)
            .Select(setting => new Setting(setting.Name, setting.Value, setting.Origin.ToString().ToLowerInvariant()))
            .ToArray();
        if (parsed.GetValue(ConnectionOptions.Json))
        {
            JsonOutput.Write(context, new { topic = name, settings = shown });
            return;
        }

        var table = TableOutput.Create("setting", "value", "set by");
        foreach (var setting in shown)
        {
            table.Row(setting.Name, setting.Value, setting.SetBy);
        }

        table.Print(context);
    }

    private sealed record Setting(string Name, string? Value, string SetBy);
}
