using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Disk;

namespace RaftLog.Simulator.Faults.Disk;

/// <summary>A bit of a log flips, while the broker is down or under a running one.</summary>
internal sealed class FlipBit(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
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
        var files = broker.Disk.Files;
        if (DiskSurgery.LogFiles(files) is not { Count: > 0 } paths)
        {
            return null;
        }

        string path = paths[(int)(which * paths.Count)];
        long offset = (long)(where * DiskSurgery.LengthOf(files, path));
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
