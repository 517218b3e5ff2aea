using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Faults.Disk;

/// <summary>Some reads fail.</summary>
internal sealed class FailReads(SimulatedCluster cluster, Random chance) : TemporaryDiskTrouble(cluster, chance)
{
    protected override string Spoil(SimulatedBroker broker)
    {
        int share = Number(1, 60);
        broker.Disk.ReadErrorRate = share / 100.0;
        return $"{share} % of reads fail";
    }
}
