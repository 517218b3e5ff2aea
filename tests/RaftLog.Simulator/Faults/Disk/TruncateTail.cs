using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Faults.Disk;

/// <summary>A file of a log has lost its end.</summary>
internal sealed class TruncateTail(SimulatedCluster cluster, Random chance) : DamageDisk(cluster, chance)
{
    protected override string Damage(SimulatedBroker broker)
    {
        var files = broker.Disk.Files;
        var paths = DiskSurgery.LogFiles(files);
        if (paths.Count == 0)
        {
            return "has no log yet";
        }

        string path = One(paths);
        long length = DiskSurgery.LengthOf(files, path);
        long cut = Math.Min(length, Chance(0.5) ? Number(1, 400) : (long)(Number(1, 100) / 100.0 * length));
        DiskSurgery.Cut(files, path, length - cut);
        return $"{path} has lost its last {cut} bytes";
    }
}
