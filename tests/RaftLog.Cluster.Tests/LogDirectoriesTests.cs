using RaftLog.Model;

namespace RaftLog.Cluster.Tests;

/// <summary>A broker with two log directories goes on with the one when the other fails, and comes back by itself when that does.</summary>
public sealed class LogDirectoriesTests
{
    /// <summary>
    /// Whatever fails in the one directory, the replicas in the other are voters that count: with a broker stopped, they are needed for every
    /// acknowledgement.
    /// </summary>
    [Test]
    public async Task FailingDirectory_TakesOnlyItsOwnReplicasOffline()
    {
        await using var scenario = await TwoDisksScenario.StartAsync();
        var broker = scenario.Cluster.Broker(1);
        var failed = scenario.InSecondOf(broker).Keys.ToArray();
        await using var workload = new NumberedWorkload(scenario.Cluster, ClusterScenario.Topic);
        await workload.AdvanceAsync(200);

        scenario.FailSecondOf(broker);

        await workload.AdvanceAsync(400);
        await TwoDisksScenario.HoldsAsync(
            () => broker.Status.OfflineDirectories.Any(offline => offline.Path == scenario.SecondOf(broker)), "Nobody says that the directory fails.");
        Assert.That(broker.Status.LostReplicas, Is.Zero, "A disk that fails for a while is no reason to rebuild what is on it.");
        var acked = (await workload.StopAsync()).ToList();

        await scenario.Cluster.Broker(2).StopAsync();
        acked.AddRange(await scenario.ProduceToAsync(Enumerable.Range(0, TwoDisksScenario.Partitions).Except(failed)));

        await scenario.Cluster.Broker(2).StartAsync();
        scenario.MendDiskOf(broker);
        await scenario.WaitUntilWholeAsync();
        await scenario.Cluster.Broker(3).StopAsync();
        acked.AddRange(await scenario.ProduceToAsync(failed));
        await ClusterScenario.AssertHoldsOnceAsync(scenario.Cluster, acked);
    }

    [Test]
    public async Task DirectoryMissingAtTheStart_LeavesItsReplicasOffline_UntilItIsBack()
    {
        await using var scenario = await TwoDisksScenario.StartAsync();
        var broker = scenario.Cluster.Broker(1);
        var before = scenario.InSecondOf(broker);
        await using var workload = new NumberedWorkload(scenario.Cluster, ClusterScenario.Topic);
        await workload.AdvanceAsync(200);
        await broker.StopAsync();
        Directory.Move(scenario.SecondOf(broker), scenario.SecondOf(broker) + "-away");

        await broker.StartAsync();
        await scenario.Cluster.WaitUntilReadyAsync();
        await workload.AdvanceAsync(400);

        Assert.That(broker.Status.OfflineDirectories.Single().Path, Is.EqualTo(scenario.SecondOf(broker)));
        Assert.That(broker.Status.OfflineReplicas, Is.EqualTo(before.Count));
        var told = await scenario.DescribeDisksAsync(broker);
        Assert.That(told.Directories.Single(directory => directory.IsOffline).Path, Is.EqualTo(scenario.SecondOf(broker)));
        Assert.That(told.Troubled.Keys.Select(partition => partition.Partition), Is.EquivalentTo(before.Keys));
        Assert.That(told.Troubled.Values, Is.All.EqualTo(ReplicaTrouble.DirectoryOffline));
        Assert.That(broker.Status.LostReplicas, Is.Zero);
        Assert.That(Directory.Exists(scenario.SecondOf(broker)), Is.False);
        await broker.StopAsync();
        Directory.Move(scenario.SecondOf(broker) + "-away", scenario.SecondOf(broker));
        await broker.StartAsync();
        await scenario.WaitUntilWholeAsync();

        Assert.That(scenario.InSecondOf(broker), Is.EquivalentTo(before), "The replicas are the same ones.");
        var acked = (await workload.StopAsync()).ToList();
        await scenario.Cluster.Broker(2).StopAsync();
        acked.AddRange(await scenario.ProduceToAsync(before.Keys));
        await ClusterScenario.AssertHoldsOnceAsync(scenario.Cluster, acked);
    }

    [Test]
    public async Task EmptyDirectory_InThePlaceOfALostOne_IsFilledFromTheOtherBrokers()
    {
        await using var scenario = await TwoDisksScenario.StartAsync();
        var broker = scenario.Cluster.Broker(1);
        var before = scenario.InSecondOf(broker);
        await using var workload = new NumberedWorkload(scenario.Cluster, ClusterScenario.Topic);
        await workload.AdvanceAsync(200);
        await broker.KillAsync();
        Directory.Delete(scenario.SecondOf(broker), recursive: true);
        Directory.CreateDirectory(scenario.SecondOf(broker));

        await broker.StartAsync();
        await scenario.WaitUntilWholeAsync();
        var acked = (await workload.StopAsync()).ToList();

        await scenario.Cluster.Broker(2).StopAsync();
        acked.AddRange(await scenario.ProduceToAsync(Enumerable.Range(0, TwoDisksScenario.Partitions)));
        await ClusterScenario.AssertHoldsOnceAsync(scenario.Cluster, acked);
        Assert.That(scenario.InSecondOf(broker).Intersect(before), Is.Empty, "No replica that promised something began anew under its old name.");
    }
}
