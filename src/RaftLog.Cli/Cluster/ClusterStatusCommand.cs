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
            OfflineReplicas(topics),
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

    private static OfflineReplica[] OfflineReplicas(IEnumerable<TopicDescription> topics) =>
    [
        .. from topic in topics
           from partition in topic.Partitions
           from broker in partition.OfflineReplicas
           select new OfflineReplica(topic.Name, partition.Partition, broker),
    ];

    private static void Print(CliContext context, ClusterStatus status)
    {
        context.Text.WriteLine($"cluster {status.ClusterId}: {status.Brokers.Count} brokers, {status.Topics} topics, {status.Partitions} partitions");
        context.Text.WriteLine($"partitions without a leader: {status.Leaderless}; with replicas missing: {status.UnderReplicated}");
        foreach (var replica in status.OfflineReplicas)
        {
            context.Text.WriteLine($"offline or damaged: {replica.Topic}-{replica.Partition} on broker {replica.Broker}");
        }

        var table = TableOutput.Create("#broker", "address", "rack", "controller", "#leads", "#replicas");
        foreach (var broker in status.Brokers)
        {
            table.Row(broker.Id, broker.Address, broker.Rack, broker.IsController ? "yes" : "", broker.Leads, broker.Replicas);
        }

        table.Print(context);
    }

    private sealed record ClusterStatus(
        string? ClusterId, int ControllerId, int Topics, int Partitions, int Leaderless, int UnderReplicated,
        IReadOnlyList<OfflineReplica> OfflineReplicas, IReadOnlyList<BrokerStatus> Brokers);

    private sealed record OfflineReplica(string Topic, int Partition, int Broker);

    private sealed record BrokerStatus(int Id, string Address, string? Rack, bool IsController, int Leads, int Replicas);
}
