using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Faults.Disk;

/// <summary>Some writes and flushes fail.</summary>
internal sealed class FailWrites(SimulatedCluster cluster, Random chance) : TemporaryDiskTrouble(cluster, chance)
{
    protected override string Spoil(SimulatedBroker broker)
    {
        int share = Number(1, 40);
        broker.Disk.ErrorRate = share / 100.0;
        return $"{share} % of writes and flushes fail";
    }
}
