using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Faults.Processes;

/// <summary>A machine loses power, and what its disk had not flushed, whole or in part.</summary>
internal sealed class LosePower(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
    public override string Begin()
    {
        var broker = AnyBroker();
        bool isTorn = Chance(0.7);
        broker.LosePower(isTorn);
        var wait = Milliseconds(20, 6_000);
        Cluster.Supervisor.StartAfter(broker, wait);
        return $"broker {broker.Id} loses power{(isTorn ? ", with torn writes" : "")}, and starts {wait.TotalMilliseconds:F0} ms later";
    }
}
