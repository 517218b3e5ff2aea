using System.CommandLine;
using RaftLog.Cli.Output;
using RaftLog.Client;

namespace RaftLog.Cli.Cluster;

/// <summary><c>raftlog cluster unregister</c>: forgets a broker that is gone for good.</summary>
internal static class ClusterUnregisterCommand
{
    private static readonly Argument<int> Broker = new("broker") { Description = "The broker's number. It must be stopped." };

    public static Command Create(CliContext context) => CliCommand.Create(
        "unregister", "Takes a broker that is gone for good out of the cluster.", context, (parsed, cancellation) => RunAsync(context, parsed, cancellation), Broker);

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        int broker = parsed.GetRequiredValue(Broker);
        await using var admin = new AdminClient(ConnectionOptions.Client(parsed));
        await admin.UnregisterBrokerAsync(broker, cancellation);
        if (parsed.GetValue(ConnectionOptions.Json))
        {
            JsonOutput.Write(context, new { broker, unregistered = true });
        }
        else
        {
            await context.Text.WriteLineAsync($"broker {broker} is no part of the cluster any more");
        }
    }
}
