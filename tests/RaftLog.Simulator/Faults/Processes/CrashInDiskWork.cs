using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Disk;

namespace RaftLog.Simulator.Faults.Processes;

/// <summary>
/// A process dies in the middle of its disk work: before or after a write, a rename, a flush; so between any two things that belong together
/// on disk, and between a flush and the acknowledgement that waits for it.
/// </summary>
internal sealed class CrashInDiskWork(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
    public override string Begin()
    {
        var broker = AnyBroker();
        DiskOperation? operation = Number(0, 3) switch
        {
            0 => DiskOperation.Flush,
            1 => DiskOperation.Rename,
            _ => null,
        };
        int count = Number(1, operation is null ? 40 : 8);
        bool isBefore = Chance(0.5);
        bool losesPower = Chance(0.6);
        bool isTorn = Chance(0.7);
        var wait = Milliseconds(20, 3_000);
        broker.Disk.Trap = new DiskTrap(operation, count, isBefore, () =>
        {
            broker.Disk.Trap = null;
            if (losesPower)
            {
                broker.LosePower(isTorn);
            }
            else
            {
                broker.Crash();
            }

            Cluster.Supervisor.StartAfter(broker, wait);
        });
        return $"broker {broker.Id} {(losesPower ? "loses power" : "is killed")} {(isBefore ? "before" : "after")} its {(operation is null ? "write or the like" : $"{operation}".ToLowerInvariant())} number {count} from now";
    }
}
