using RaftLog.Client;

namespace RaftLog.Cluster.Tests;

public sealed class EmbeddedClusterTests
{
    [Test]
    public async Task Cluster_TakesAndReturnsRecords()
    {
        await using var cluster = await EmbeddedCluster.StartAsync(brokers: 3);
        await ClusterScenario.CreateTopicAsync(cluster, partitions: 3);

        await using var workload = new NumberedWorkload(cluster, ClusterScenario.Topic);
        await workload.AdvanceAsync(2_000);
        var acked = await workload.StopAsync();

        await ClusterScenario.AssertHoldsOnceAsync(cluster, acked);
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(5)]
    public async Task Cluster_OfAnySize_BecomesReady(int brokers)
    {
        await using var cluster = await EmbeddedCluster.StartAsync(brokers);

        Assert.That(cluster.Brokers.Select(broker => broker.Status.IsReady), Is.All.True);
        Assert.That(cluster.Brokers.Count(broker => broker.IsController), Is.EqualTo(1));
    }

    [Test]
    public async Task Clusters_RunSideBySide_AndDoNotMix()
    {
        await using var first = await EmbeddedCluster.StartAsync(brokers: 1);
        await using var second = await EmbeddedCluster.StartAsync(brokers: 1);
        await ClusterScenario.CreateTopicAsync(first, partitions: 1, replicas: 1);

        await using var admin = new AdminClient(new ClientOptions { BootstrapServers = second.BootstrapServers });

        Assert.That(await admin.ListTopicsAsync(), Is.Empty);
    }

    [Test]
    public async Task ClusterOnDisk_ComesBackWithItsRecords()
    {
        string directory = Directory.CreateTempSubdirectory("raftlog-cluster-").FullName;
        try
        {
            var options = new EmbeddedClusterOptions { DataDirectory = directory };
            IReadOnlyList<AckedRecord> acked;
            await using (var cluster = await EmbeddedCluster.StartAsync(3, options))
            {
                await ClusterScenario.CreateTopicAsync(cluster, partitions: 2);
                await using var workload = new NumberedWorkload(cluster, ClusterScenario.Topic);
                await workload.AdvanceAsync(500);
                acked = await workload.StopAsync();
            }

            await using var again = await EmbeddedCluster.StartAsync(3, options);
            await ClusterScenario.AssertHoldsOnceAsync(again, acked);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
