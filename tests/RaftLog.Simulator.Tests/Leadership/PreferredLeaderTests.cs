using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Simulator.Tests.Leadership;

/// <summary>Leadership goes back to the preferred replicas, by itself and when asked for.</summary>
public sealed class PreferredLeaderTests
{
    private const int Restarted = 1;

    [Test]
    public void RestartedBroker_LeadsItsPartitionsAgain_AfterAWhile()
    {
        using var scenario = new LeadershipScenario();
        scenario.Restart(Restarted);
        Assert.That(scenario.Leaders().Select(partition => partition.Leader), Has.None.EqualTo(Restarted), "else nothing is shown");

        scenario.Run(TimeSpan.FromMinutes(6));

        Assert.That(scenario.Leaders().Where(partition => partition.Leader != partition.Preferred), Is.Empty);
    }

    [Test]
    public void ElectLeaders_OfAllPartitions_MovesThoseThatAreElsewhere_AndTellsOfThemOnly()
    {
        using var scenario = new LeadershipScenario();
        scenario.Restart(Restarted);
        int elsewhere = scenario.Leaders().Count(partition => partition.Leader != partition.Preferred);

        var elected = scenario.Call(new ElectLeadersRequest { TopicPartitions = null }, version: 2);
        scenario.Run(TimeSpan.FromSeconds(2));
        var again = scenario.Call(new ElectLeadersRequest { TopicPartitions = null }, version: 2);

        using (Assert.EnterMultipleScope())
        {
            var results = elected.ReplicaElectionResults.Single().PartitionResult;
            Assert.That(results.Select(partition => partition.ErrorCode), Is.All.EqualTo(ErrorCode.None), results[0].ErrorMessage);
            Assert.That(results, Has.Count.EqualTo(elsewhere));
            Assert.That(scenario.Leaders().Where(partition => partition.Leader != partition.Preferred), Is.Empty);
            Assert.That(again.ReplicaElectionResults, Is.Empty);
        }
    }
}
