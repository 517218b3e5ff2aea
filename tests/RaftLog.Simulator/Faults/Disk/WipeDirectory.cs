using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Faults.Disk;

/// <summary>A broker comes back under its number with an empty disk: a replacement, and nobody must take it for the one before.</summary>
internal sealed class WipeDirectory(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
    public override string? Begin()
    {
        var broker = AnyBroker();
        var wait = Milliseconds(20, 4_000);
        if (!Cluster.Damages.TryClaim(broker))
        {
            return null;
        }

        broker.Crash();
        broker.Disk.Wipe();
        Cluster.Supervisor.StartAfter(broker, wait);
        return $"broker {broker.Id} is killed, and starts {wait.TotalMilliseconds:F0} ms later with an empty disk";
    }
}
