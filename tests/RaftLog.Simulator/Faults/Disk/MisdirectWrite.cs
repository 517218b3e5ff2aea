using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Disk;

namespace RaftLog.Simulator.Faults.Disk;

/// <summary>A write reaches the disk at another place: elsewhere in the file, or in another one.</summary>
internal sealed class MisdirectWrite(SimulatedCluster cluster, Random chance) : UnfaithfulWrite(cluster, chance)
{
    protected override string Words => "has written something to another place";

    protected override void Misplace(SimulatedBroker broker, DiskWrite write)
    {
        var files = broker.Disk.Files;
        string path = Chance(0.5) ? write.Path : One(DiskSurgery.LogFiles(files));
        long offset = (long)(Number(0, 99) / 100.0 * DiskSurgery.LengthOf(files, path));
        byte[] before = DiskSurgery.Read(files, path, offset, write.After.Length)!;
        DiskSurgery.Put(files, path, offset, write.After);
        Cluster.Damages.Note(new DiskWrite(path, offset, before, write.After[..before.Length]));
    }
}
