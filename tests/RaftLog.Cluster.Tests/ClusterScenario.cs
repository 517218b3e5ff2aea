using RaftLog.Client;

namespace RaftLog.Cluster.Tests;

/// <summary>What most cluster tests begin with.</summary>
internal static class ClusterScenario
{
    public const string Topic = "numbers";

    public static async Task CreateTopicAsync(
        EmbeddedCluster cluster, int partitions, short replicas = 3, IReadOnlyDictionary<string, string?>? configs = null)
    {
        await using var admin = new AdminClient(new ClientOptions { BootstrapServers = cluster.BootstrapServers });
        var topic = new NewTopic(Topic, partitions, replicas);
        await admin.CreateTopicAsync(configs is null ? topic : topic with { Configs = configs });
    }

    /// <summary>The broker that leads a partition of the topic, as the cluster says.</summary>
    public static async Task<EmbeddedBroker> LeaderOfAsync(EmbeddedCluster cluster, int partition)
    {
        await using var admin = new AdminClient(new ClientOptions { BootstrapServers = cluster.BootstrapServers });
        while (true)
        {
            var topic = (await admin.DescribeTopicsAsync([Topic]))[0];
            int leader = topic.Partitions.First(p => p.Partition == partition).Leader;
            if (leader > 0 && cluster.Broker(leader).IsRunning)
            {
                return cluster.Broker(leader);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    /// <summary>The topic's offsets have no gaps, and every acknowledged record is where its acknowledgement said and nowhere else.</summary>
    public static async Task AssertHoldsOnceAsync(EmbeddedCluster cluster, IReadOnlyList<AckedRecord> acked)
    {
        var contents = await LogContents.ReadAsync(cluster, Topic);
        contents.AssertOffsetsAreGapFree();
        contents.AssertHoldsOnce(acked);
    }
}
