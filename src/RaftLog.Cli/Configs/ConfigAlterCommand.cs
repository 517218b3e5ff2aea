using System.CommandLine;
using RaftLog.Cli.Output;
using RaftLog.Client;

namespace RaftLog.Cli.Configs;

/// <summary><c>raftlog config alter</c>: changes settings of a broker, or of all of them, while they run. Those of topics are changed by <c>raftlog topic alter</c>.</summary>
internal static class ConfigAlterCommand
{
    private static readonly Option<int?> Broker = BrokerOption.Create();

    private static readonly SettingChanges Changes = new();

    public static Command Create(CliContext context) => CliCommand.Create(
        "alter",
        "Changes settings of a broker, or, without --broker, of all brokers.",
        context,
        (parsed, cancellation) => RunAsync(context, parsed, cancellation),
        [Broker, .. Changes.Options]);

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        int? broker = parsed.GetValue(Broker);
        var changes = Changes.Read(parsed);
        await using var admin = new AdminClient(ConnectionOptions.Client(parsed));
        await admin.AlterBrokerConfigsAsync(broker, changes, cancellation);
        if (parsed.GetValue(ConnectionOptions.Json))
        {
            JsonOutput.Write(context, new { broker, changes });
        }
        else
        {
            await context.Text.WriteLineAsync(broker is { } id ? $"altered broker {id}" : "altered all brokers");
        }
    }
}
