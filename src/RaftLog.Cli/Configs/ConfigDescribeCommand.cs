using System.CommandLine;
using RaftLog.Cli.Output;
using RaftLog.Client;

namespace RaftLog.Cli.Configs;

/// <summary><c>raftlog config describe</c>: the settings of a broker, or what is set for all of them. Those of topics are under <c>raftlog topic configs</c>.</summary>
internal static class ConfigDescribeCommand
{
    private static readonly Option<int?> Broker = BrokerOption.Create();

    private static readonly Option<bool> OnlyChanged = new("--changed") { Description = "Leave out what nothing sets." };

    private static readonly Option<bool> Explain = new("--explain") { Description = "Say what each setting does." };

    public static Command Create(CliContext context) => CliCommand.Create(
        "describe",
        "Shows a broker's settings, or, without --broker, what is set for all brokers.",
        context,
        (parsed, cancellation) => RunAsync(context, parsed, cancellation),
        Broker,
        OnlyChanged,
        Explain);

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        int? broker = parsed.GetValue(Broker);
        bool explain = parsed.GetValue(Explain);
        await using var admin = new AdminClient(ConnectionOptions.Client(parsed));
        var all = await admin.ListBrokerSettingsAsync(broker, cancellation);
        var shown = all.Where(setting => !parsed.GetValue(OnlyChanged) || setting.Origin != SettingOrigin.Default)
            .Select(setting => new Setting(
                setting.Name,
                setting.Value,
                setting.Origin.ToString().ToLowerInvariant(),
                !setting.IsReadOnly,
                explain ? setting.Documentation : null))
            .ToArray();
        if (parsed.GetValue(ConnectionOptions.Json))
        {
            JsonOutput.Write(context, new { broker, settings = shown });
            return;
        }

        string[] columns = ["setting", "value", "set by", "can be altered"];
        var table = TableOutput.Create(explain ? columns.Append("what it does") : columns);
        foreach (var setting in shown)
        {
            object?[] cells = [setting.Name, setting.Value, setting.SetBy, setting.CanBeAltered ? "yes" : ""];
            table.Row(explain ? cells.Append(setting.Documentation) : cells);
        }

        table.Print(context);
    }

    private sealed record Setting(string Name, string? Value, string SetBy, bool CanBeAltered, string? Documentation);
}
