using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Faults.Disk;

/// <summary>One of a broker's two disks fails most of what it is asked; the other one must not suffer.</summary>
internal sealed class FailLogDirectory(SimulatedCluster cluster, Random chance) : TemporaryDiskTrouble(cluster, chance)
{
    protected override string Spoil(SimulatedBroker broker)
    {
        broker.Disk.FailsBelow = SimulatedBroker.LogDirectory;
        broker.Disk.ErrorRate = Number(50, 100) / 100.0;
        return $"most writes below {SimulatedBroker.LogDirectory} fail";
    }
}
