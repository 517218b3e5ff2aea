namespace RaftLog.Cluster.Tests;

/// <summary>All brokers go at the same instant while records are produced at acks=all; every acknowledged record must be there afterwards.</summary>
public sealed class WholeClusterLossTests
{
    private const int Rounds = 20;

    [Test]
    public async Task AllKilled_KeepsEveryAcknowledgedRecord()
    {
        await using var cluster = await EmbeddedCluster.StartAsync(brokers: 3);
        await RunAsync(cluster, () => cluster.KillAllAsync());
    }

    [Test]
    public async Task AllWithoutPower_KeepsEveryAcknowledgedRecord()
    {
        await using var cluster = await EmbeddedCluster.StartAsync(brokers: 3, new EmbeddedClusterOptions { CanLosePower = true });
        await RunAsync(cluster, () => cluster.LosePowerAsync());
    }

    private static async Task RunAsync(EmbeddedCluster cluster, Func<Task> endAll)
    {
        await ClusterScenario.CreateTopicAsync(cluster, partitions: 3);
        await using var workload = new NumberedWorkload(cluster, ClusterScenario.Topic);
        for (int round = 0; round < Rounds; round++)
        {
            await workload.AdvanceAsync(100);
            await endAll();
            await cluster.StartAllAsync();
        }

        await ClusterScenario.AssertHoldsOnceAsync(cluster, await workload.StopAsync());
    }
}
