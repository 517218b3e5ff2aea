using System.CommandLine;
using RaftLog.Cli.Output;
using RaftLog.Client;

namespace RaftLog.Cli.Cluster;

/// <summary><c>raftlog cluster status</c>: the brokers, what each leads, and partitions that lack replicas or a leader.</summary>
internal static class ClusterStatusCommand
{
    public static Command Create(CliContext context) =>
        CliCommand.Create("status", "Shows brokers, and partitions without a leader or with replicas missing.", context, (parsed, cancellation) => RunAsync(context, parsed, cancellation));

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var admin = new AdminClient(ConnectionOptions.Client(parsed));
        var cluster = await admin.DescribeClusterAsync(cancellation);
        var names = await admin.ListTopicsAsync(cancellation);
        var topics = names.Count == 0 ? [] : await admin.DescribeTopicsAsync(names, cancellation);
        var partitions = topics.SelectMany(topic => topic.Partitions).ToArray();
        var brokers = cluster.Brokers.Select(broker => new BrokerStatus(
            broker.BrokerId,
            $"{broker.Host}:{broker.Port}",
            broker.Rack,
            broker.BrokerId == cluster.ControllerId,
            partitions.Count(partition => partition.Leader == broker.BrokerId),
            partitions.Count(partition => partition.Replicas.Contains(broker.BrokerId)))).ToArray();
        var status = new ClusterStatus(
            cluster.ClusterId,
            cluster.ControllerId,
            topics.Count,
            partitions.Length,
            partitions.Count(partition => partition.Leader < 0),
            partitions.Count(partition => partition.InSyncReplicas.Count < partition.Replicas.Count),
            brokers);

        if (parsed.GetValue(ConnectionOptions.Json))
        {
            JsonOutput.Write(context, status);
        }
        else
        {
            Print(context, status);
        }
    }

    private static void Print(CliContext context, ClusterStatus status)
    {
        context.Text.WriteLine($"cluster {status.ClusterId}: {status.Brokers.Count} brokers, {status.Topics} topics, {status.Partitions} partitions");
        context.Text.WriteLine($"partitions without a leader: {status.Leaderless}; with replicas missing: {status.UnderReplicated}");
        var table = TableOutput.Create("#broker", "address", "rack", "controller", "#leads", "#replicas");
        foreach (var broker in status.Brokers)
        {
            table.Row(broker.Id, broker.Address, broker.Rack, broker.IsController ? "yes" : "", broker.Leads, broker.Replicas);
        }

        table.Print(context);
    }

    private sealed record ClusterStatus(
        string? ClusterId, int ControllerId, int Topics, int Partitions, int Leaderless, int UnderReplicated, IReadOnlyList<BrokerStatus> Brokers);

    private sealed record BrokerStatus(int Id, string Address, string? Rack, bool IsController, int Leads, int Replicas);
}
