using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Disk;

namespace RaftLog.Simulator.Faults.Disk;

/// <summary>A bit of a log flips, while the broker is down or under a running one: anywhere, or near the end, which recovery reads.</summary>
/// <param name="cluster">Where it happens.</param>
/// <param name="chance">Decides all about it.</param>
/// <param name="below">The directory of the logs that it may happen to; null for all.</param>
internal sealed class FlipBit(SimulatedCluster cluster, Random chance, string? below = null) : Fault(cluster, chance)
{
    // About what recovery reads of a log: from the last signpost of its index on.
    private const int BytesNearEnd = 4 * 1024;

    private SimulatedBroker? _running;
    private TimeSpan _wait;

    public override string? Begin()
    {
        var broker = AnyBroker();
        bool isRunning = Chance(0.5);
        double where = Number(0, 999_999) / 1_000_000.0;
        int bit = Number(0, 7);
        double which = Number(0, 999_999) / 1_000_000.0;
        var wait = Milliseconds(20, 4_000);
        bool isNearEnd = Chance(0.5);
        var files = broker.Disk.Files;
        string[] paths = [.. DiskSurgery.LogFiles(files).Where(file => below is null || file.StartsWith(below, StringComparison.Ordinal))];
        if (paths.Length == 0)
        {
            return null;
        }

        string path = paths[(int)(which * paths.Length)];
        long length = DiskSurgery.LengthOf(files, path);
        long first = isNearEnd ? Math.Max(0, length - BytesNearEnd) : 0;
        long offset = first + (long)(where * (length - first));
        if (DiskSurgery.Read(files, path, offset, 1) is not { Length: 1 } before || !Cluster.Damages.TryClaimSilently(broker))
        {
            return null;
        }

        if (isRunning)
        {
            _running = broker;
            _wait = wait;
            Lasts = wait;
        }
        else
        {
            broker.Crash();
            Cluster.Supervisor.StartAfter(broker, wait);
        }

        byte[] after = [(byte)(before[0] ^ (1 << bit))];
        DiskSurgery.Put(files, path, offset, after, isRunning);
        Cluster.Damages.Note(new DiskWrite(path, offset, before, after));
        return $"bit {bit} at {offset} of {path} flips {(isRunning ? "under the running broker, which is killed later," : "while it was killed, on broker")} {broker.Id}";
    }

    // A broker that never reads the bit again learns of it at its next start only.
    public override void Heal()
    {
        _running!.Crash();
        Cluster.Supervisor.StartAfter(_running, _wait);
    }
}
