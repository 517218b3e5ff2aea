using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Disk;

namespace RaftLog.Simulator.Faults.Disk;

/// <summary>The disk, or only its flushes, stands still for up to ten seconds; the network and the handlers go on.</summary>
internal sealed class StallDisk(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
    private SimulatedBroker? _broker;

    public override string Begin()
    {
        _broker = AnyBroker();
        var stall = Chance(0.5) ? DiskStall.Flushes : DiskStall.Everything;
        _broker.Disk.Stall = stall;
        Lasts = Milliseconds(50, Chance(0.3) ? 10_000 : 2_000);
        return $"the disk of broker {_broker.Id} {(stall == DiskStall.Flushes ? "does not finish flushes" : "stands still")}";
    }

    public override void Heal()
    {
        _broker!.Disk.Stall = DiskStall.None;
        _broker.Wake();
    }
}
