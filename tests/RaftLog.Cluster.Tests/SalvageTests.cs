using RaftLog.Client;
using RaftLog.Storage;

namespace RaftLog.Cluster.Tests;

/// <summary>
/// Two of three replicas rot at once. The partition stops rather than invent data; one of them is brought back by hand up to its damage, and then the
/// third, whole one is elected and nothing is lost after all.
/// </summary>
public sealed class SalvageTests
{
    [Test]
    public async Task MajorityDamaged_StopsThePartition_UntilOneReplicaIsSalvaged()
    {
        await using var scenario = await ReplacementScenario.StartAsync(partitions: 1);
        IReadOnlyList<AckedRecord> acked;
        await using (var workload = new NumberedWorkload(scenario.Cluster, ClusterScenario.Topic))
        {
            await workload.AdvanceAsync(500);
            acked = await workload.StopAsync();
        }

        var leader = await ClusterScenario.LeaderOfAsync(scenario.Cluster, partition: 0);
        foreach (var broker in scenario.Cluster.Brokers)
        {
            await scenario.WaitUntilCaughtUpAsync(broker, leader);
        }

        var first = scenario.Cluster.Broker(1);
        var second = scenario.Cluster.Broker(2);
        await first.StopAsync();
        await second.StopAsync();
        BrokerFile.Flip(scenario.SegmentsOf(first).Single(), atTail: true);
        BrokerFile.Flip(scenario.SegmentsOf(second).Single(), atTail: true);
        await first.StartAsync();
        await second.StartAsync();
        await ReplacementScenario.WaitAsync(() => Aside(scenario, first).Length == 1 && Aside(scenario, second).Length == 1);

        await first.StopAsync();
        var salvage = new ReplicaSalvage(new PhysicalFileSystem(), Path.GetDirectoryName(scenario.ReplicasOf(first))!);
        var plan = salvage.Plan(Aside(scenario, first)[0]);
        Assert.That(plan.Damage, Is.Not.Null);
        salvage.CarryOut(plan);
        await first.StartAsync();

        await scenario.WaitUntilWholeAsync();
        await ClusterScenario.AssertHoldsOnceAsync(scenario.Cluster, acked);
    }

    private static string[] Aside(ReplacementScenario scenario, EmbeddedBroker broker) => Directory.GetDirectories(scenario.ReplicasOf(broker), "*.damaged-1");
}
