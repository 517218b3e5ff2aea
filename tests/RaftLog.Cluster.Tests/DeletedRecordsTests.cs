using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Cluster.Tests;

/// <summary>Deleted records stay deleted, and changed settings hold, whoever leads.</summary>
public sealed class DeletedRecordsTests
{
    private static readonly TopicPartition Partition = new(ClusterScenario.Topic, 0);

    [Test]
    public async Task DeletedRecords_DoNotComeBack_WithTheNextLeader_NorAfterAllBrokersWereKilled()
    {
        await using var cluster = await EmbeddedCluster.StartAsync(brokers: 3);
        await ClusterScenario.CreateTopicAsync(cluster, partitions: 1);
        await using (var workload = new NumberedWorkload(cluster, ClusterScenario.Topic))
        {
            await workload.AdvanceAsync(200);
            await workload.StopAsync();
        }

        await using var admin = new AdminClient(new ClientOptions { BootstrapServers = cluster.BootstrapServers });
        var starts = await admin.DeleteRecordsAsync(new Dictionary<TopicPartition, long> { [Partition] = 120 });
        Assert.That(starts[Partition], Is.EqualTo(120));

        var leader = await ClusterScenario.LeaderOfAsync(cluster, partition: 0);
        await leader.KillAsync();
        Assert.That(await EarliestAsync(admin), Is.EqualTo(120));
        await leader.StartAsync();
        await cluster.WaitUntilReadyAsync();

        foreach (var broker in cluster.Brokers)
        {
            await broker.KillAsync();
        }

        await cluster.StartAllAsync();
        Assert.That(await EarliestAsync(admin), Is.EqualTo(120));
    }

    [Test]
    public async Task ChangedSetting_IsShownByEveryBroker_WithoutARestart()
    {
        await using var cluster = await EmbeddedCluster.StartAsync(brokers: 3);
        await ClusterScenario.CreateTopicAsync(cluster, partitions: 1);
        await using var admin = new AdminClient(new ClientOptions { BootstrapServers = cluster.BootstrapServers });

        await admin.AlterTopicConfigsAsync(ClusterScenario.Topic, new Dictionary<string, string?> { ["retention.ms"] = "12345" });

        foreach (string server in cluster.BootstrapServers.Split(','))
        {
            await using var one = new AdminClient(new ClientOptions { BootstrapServers = server });
            string? value = null;
            for (int tries = 0; tries < 1_000 && value != "12345"; tries++)
            {
                value = (await one.DescribeTopicConfigsAsync(ClusterScenario.Topic))["retention.ms"];
            }

            Assert.That(value, Is.EqualTo("12345"), server);
        }
    }

    private static async Task<long> EarliestAsync(AdminClient admin) => (await admin.ListOffsetsAsync([Partition], OffsetSpec.Earliest))[Partition].Offset;
}
