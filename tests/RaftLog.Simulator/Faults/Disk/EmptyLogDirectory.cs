using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Faults.Disk;

/// <summary>One of a broker's two disks is replaced by an empty one: what was there is lost, and must not be taken for new.</summary>
internal sealed class EmptyLogDirectory(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
    public override string? Begin()
    {
        var broker = AnyBroker();
        var wait = Milliseconds(20, 4_000);
        if (!Cluster.Options.HasTwoDisks || !Cluster.Damages.TryClaim(broker))
        {
            return null;
        }

        broker.Crash();
        broker.Disk.Empty(SimulatedBroker.LogDirectory);
        Cluster.Supervisor.StartAfter(broker, wait);
        return $"broker {broker.Id} is killed, and starts {wait.TotalMilliseconds:F0} ms later with {SimulatedBroker.LogDirectory} empty";
    }
}
