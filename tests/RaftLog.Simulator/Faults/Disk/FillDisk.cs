using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Faults.Disk;

/// <summary>The disk is full.</summary>
internal sealed class FillDisk(SimulatedCluster cluster, Random chance) : TemporaryDiskTrouble(cluster, chance)
{
    protected override string Spoil(SimulatedBroker broker)
    {
        broker.Disk.IsFull = true;
        return "the disk is full";
    }
}
