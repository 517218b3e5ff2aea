namespace RaftLog.Cluster.Tests;

/// <summary>A broker comes back with an empty disk: it is rebuilt from the others, as a new replica that promises nothing it cannot keep.</summary>
public sealed class WipedBrokerTests
{
    /// <summary>In the end no broker has a disk of the beginning: every record has gone through a rebuilt replica.</summary>
    [Test]
    public async Task AllBrokers_WipedOneAfterTheOther_WhileRecordsAreProduced_LoseNothing()
    {
        await using var scenario = await ReplacementScenario.StartAsync(partitions: 3);
        await using var workload = new NumberedWorkload(scenario.Cluster, ClusterScenario.Topic);
        foreach (var broker in scenario.Cluster.Brokers)
        {
            await workload.AdvanceAsync(200);
            await broker.KillAsync();
            scenario.Wipe(broker);
            await workload.AdvanceAsync(200);
            await broker.StartAsync();
            await scenario.WaitUntilWholeAsync();
        }

        await ClusterScenario.AssertHoldsOnceAsync(scenario.Cluster, await workload.StopAsync());
    }
}
