using System.CommandLine;
using RaftLog.Cli.Output;
using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Cli.Cluster;

/// <summary><c>raftlog cluster status</c>: the brokers, what each leads, what is the matter with their disks, and partitions that lack replicas or a leader.</summary>
internal static class ClusterStatusCommand
{
    public static Command Create(CliContext context) =>
        CliCommand.Create("status", "Shows brokers, what is the matter with their disks, and partitions without a leader or with replicas missing.", context, (parsed, cancellation) => RunAsync(context, parsed, cancellation));

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var admin = new AdminClient(ConnectionOptions.Client(parsed));
        var cluster = await admin.DescribeClusterAsync(cancellation);
        var names = await admin.ListTopicsAsync(cancellation);
        var topics = names.Count == 0 ? [] : await admin.DescribeTopicsAsync(names, cancellation);
        var partitions = topics.SelectMany(topic => topic.Partitions).ToArray();
        var disks = await DiskReport.AskAsync(admin, cluster.Brokers.Select(broker => broker.BrokerId), cancellation);
        var brokers = cluster.Brokers.Select(broker => new BrokerStatus(
            broker.BrokerId,
            $"{broker.Host}:{broker.Port}",
            broker.Rack,
            broker.BrokerId == cluster.ControllerId,
            partitions.Count(partition => partition.Leader == broker.BrokerId),
            partitions.Count(partition => partition.Replicas.Contains(broker.BrokerId)),
            disks.GetValueOrDefault(broker.BrokerId)?.Directories,
            disks.TryGetValue(broker.BrokerId, out var told) ? [.. DiskReport.Problems(told)] : ["it does not say how its disks are"])).ToArray();
        var status = new ClusterStatus(
            cluster.ClusterId,
            cluster.ControllerId,
            topics.Count,
            partitions.Length,
            partitions.Count(partition => partition.Leader < 0),
            partitions.Count(partition => partition.InSyncReplicas.Count < partition.Replicas.Count),
            OfflineReplicas(topics, disks),
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

    // Those that the cluster misses, and those that a broker misses although the cluster does not say so.
    private static OfflineReplica[] OfflineReplicas(IEnumerable<TopicDescription> topics, IReadOnlyDictionary<int, BrokerDisks> disks)
    {
        var missed = from topic in topics
                     from partition in topic.Partitions
                     from broker in partition.OfflineReplicas
                     select (Partition: new TopicPartition(topic.Name, partition.Partition), Broker: broker);
        var troubled = disks.Values.SelectMany(told => told.Troubled.Keys.Select(partition => (Partition: partition, Broker: told.BrokerId)));
        return
        [
            .. from replica in missed.Union(troubled)
               orderby replica.Partition.Topic, replica.Partition.Partition, replica.Broker
               select new OfflineReplica(replica.Partition.Topic, replica.Partition.Partition, replica.Broker, Cause(replica.Partition, replica.Broker, disks)),
        ];
    }

    private static string? Cause(TopicPartition partition, int broker, IReadOnlyDictionary<int, BrokerDisks> disks) =>
        disks.TryGetValue(broker, out var told) && told.Troubled.TryGetValue(partition, out var trouble) ? DiskReport.WordsFor(trouble) : null;

    private static void Print(CliContext context, ClusterStatus status)
    {
        context.Text.WriteLine($"cluster {status.ClusterId}: {status.Brokers.Count} brokers, {status.Topics} topics, {status.Partitions} partitions");
        context.Text.WriteLine($"partitions without a leader: {status.Leaderless}; with replicas missing: {status.UnderReplicated}");
        foreach (var replica in status.OfflineReplicas)
        {
            string cause = replica.Cause is null ? "" : $": {replica.Cause}";
            context.Text.WriteLine($"offline or damaged: {replica.Topic}-{replica.Partition} on broker {replica.Broker}{cause}");
        }

        foreach (var broker in status.Brokers)
        {
            foreach (string problem in broker.Problems)
            {
                context.Text.WriteLine($"broker {broker.Id}: {problem}");
            }
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

    private sealed record OfflineReplica(string Topic, int Partition, int Broker, string? Cause);

    private sealed record BrokerStatus(
        int Id, string Address, string? Rack, bool IsController, int Leads, int Replicas,
        IReadOnlyList<LogDirectoryDescription>? LogDirectories, IReadOnlyList<string> Problems);
}
