using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Faults.Processes;

/// <summary>All machines lose power at the same moment.</summary>
internal sealed class LosePowerEverywhere(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
    public override string Begin()
    {
        foreach (var broker in Cluster.Brokers)
        {
            broker.LosePower(isTorn: Chance(0.7));
            Cluster.Supervisor.StartAfter(broker, Milliseconds(20, 6_000));
        }

        return "all brokers lose power, and start within 6 s";
    }
}
