namespace RaftLog.Cluster.Tests;

/// <summary>A broker that leads goes away, in each of the ways that it can, while records are produced.</summary>
public sealed class LeaderLossTests
{
    [Test]
    public async Task KilledLeader_LosesNothing_AndOffsetsStayGapFree()
    {
        await using var cluster = await EmbeddedCluster.StartAsync(brokers: 3);
        await ClusterScenario.CreateTopicAsync(cluster, partitions: 1);
        await using var workload = new NumberedWorkload(cluster, ClusterScenario.Topic);
        for (int round = 0; round < 3; round++)
        {
            await workload.AdvanceAsync(200);
            var leader = await ClusterScenario.LeaderOfAsync(cluster, partition: 0);
            await leader.KillAsync();
            await workload.AdvanceAsync(200);
            await leader.StartAsync();
            await cluster.WaitUntilReadyAsync();
        }

        await ClusterScenario.AssertHoldsOnceAsync(cluster, await workload.StopAsync());
    }

    [Test]
    public async Task StoppedLeader_HandsOverFirst()
    {
        await using var cluster = await EmbeddedCluster.StartAsync(brokers: 3);
        await ClusterScenario.CreateTopicAsync(cluster, partitions: 3);
        await using var workload = new NumberedWorkload(cluster, ClusterScenario.Topic);
        foreach (var broker in cluster.Brokers)
        {
            await workload.AdvanceAsync(200);
            await broker.StopAsync();
            await workload.AdvanceAsync(200);
            await broker.StartAsync();
            await cluster.WaitUntilReadyAsync();
        }

        await ClusterScenario.AssertHoldsOnceAsync(cluster, await workload.StopAsync());
    }

    [Test]
    public async Task KilledController_LosesNoTopic()
    {
        await using var cluster = await EmbeddedCluster.StartAsync(brokers: 3);
        await cluster.Brokers.First(broker => broker.IsController).KillAsync();

        await ClusterScenario.CreateTopicAsync(cluster, partitions: 4);
        await cluster.StartAllAsync();

        await using var admin = new Client.AdminClient(new Client.ClientOptions { BootstrapServers = cluster.BootstrapServers });
        Assert.That((await admin.DescribeTopicsAsync([ClusterScenario.Topic]))[0].Partitions, Has.Count.EqualTo(4));
    }
}
