using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Faults.Disk;

/// <summary>A write never reaches the disk.</summary>
internal sealed class LoseWrite(SimulatedCluster cluster, Random chance) : UnfaithfulWrite(cluster, chance)
{
    protected override string Words => "has lost a write that was flushed";
}
