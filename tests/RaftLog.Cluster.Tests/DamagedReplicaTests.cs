namespace RaftLog.Cluster.Tests;

/// <summary>A bit of a replica's files flips while its broker is down: the replica is put aside and rebuilt from the others.</summary>
public sealed class DamagedReplicaTests
{
    [Test]
    public async Task FlippedBit_IsNotBelieved_AndTheReplicaIsRebuilt_WhileRecordsAreProduced()
    {
        await using var scenario = await ReplacementScenario.StartAsync(partitions: 1);
        await using var workload = new NumberedWorkload(scenario.Cluster, ClusterScenario.Topic);
        await workload.AdvanceAsync(300);
        var damaged = scenario.Cluster.Broker(2);
        await damaged.StopAsync();

        // In the last entry, which the broker looks at when it starts; what lies before is looked at when somebody reads it.
        BrokerFile.Flip(scenario.SegmentsOf(damaged).Single(), atTail: true);

        await damaged.StartAsync();
        await workload.AdvanceAsync(100);
        await scenario.WaitUntilWholeAsync();

        // The rebuilt replica is needed for every acknowledgement from here on.
        await scenario.Cluster.Broker(1).KillAsync();
        await workload.AdvanceAsync(100);
        await scenario.Cluster.Broker(1).StartAsync();
        await scenario.WaitUntilWholeAsync();

        var acked = await workload.StopAsync();
        Assert.That(Directory.GetDirectories(scenario.ReplicasOf(damaged), "*.damaged-1"), Has.Length.EqualTo(1));
        await ClusterScenario.AssertHoldsOnceAsync(scenario.Cluster, acked);
    }
}
