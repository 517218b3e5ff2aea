using System.CommandLine;
using RaftLog.Cli.Output;
using RaftLog.Client;

namespace RaftLog.Cli.Cluster;

/// <summary><c>raftlog cluster quorum</c>: who leads the metadata, who votes, and how far each replica is.</summary>
internal static class ClusterQuorumCommand
{
    public static Command Create(CliContext context) =>
        CliCommand.Create("quorum", "Shows the replicas of the metadata.", context, (parsed, cancellation) => RunAsync(context, parsed, cancellation));

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var admin = new AdminClient(ConnectionOptions.Client(parsed));
        var quorum = await admin.DescribeQuorumAsync(cancellation);
        if (parsed.GetValue(ConnectionOptions.Json))
        {
            JsonOutput.Write(context, quorum);
            return;
        }

        await context.Text.WriteLineAsync($"leader: broker {quorum.Leader}, epoch {quorum.LeaderEpoch}; committed up to {quorum.HighWatermark}");
        var table = TableOutput.Create("#broker", "role", "#log end", "#lag");
        Add(table, quorum, quorum.Voters, "voter");
        Add(table, quorum, quorum.Observers, "observer");
        table.Print(context);
    }

    private static void Add(Spectre.Console.Table table, QuorumDescription quorum, IEnumerable<QuorumReplica> replicas, string role)
    {
        foreach (var replica in replicas)
        {
            string title = replica.BrokerId == quorum.Leader ? "leader" : role;
            table.Row(replica.BrokerId, title, replica.LogEndOffset, Math.Max(0, quorum.HighWatermark - replica.LogEndOffset));
        }
    }
}
