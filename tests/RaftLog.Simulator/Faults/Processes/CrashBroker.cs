using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Faults.Processes;

/// <summary>A process is killed and started again.</summary>
internal sealed class CrashBroker(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
    public override string Begin()
    {
        var broker = AnyBroker();
        broker.Crash();
        var wait = Milliseconds(20, 6_000);
        Cluster.Supervisor.StartAfter(broker, wait);
        return $"broker {broker.Id} is killed, and starts {wait.TotalMilliseconds:F0} ms later";
    }
}
