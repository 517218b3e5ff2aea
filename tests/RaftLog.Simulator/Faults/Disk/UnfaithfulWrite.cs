using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Disk;

namespace RaftLog.Simulator.Faults.Disk;

/// <summary>
/// A disk reports a write as done and flushed and has not done it. As long as the machine runs, its cache hides that; after a loss of power
/// it shows.
/// </summary>
internal abstract class UnfaithfulWrite(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
    private SimulatedBroker? _broker;
    private DiskWrite? _write;

    public override string? Begin()
    {
        _broker = AnyBroker();
        int skip = Number(0, 20);
        Lasts = Milliseconds(100, 5_000);
        _broker.Disk.Written = write =>
        {
            if (write.Path.EndsWith(".log", StringComparison.Ordinal) && skip-- == 0)
            {
                _write = write;
            }
        };
        return $"broker {_broker.Id} {Words}, and loses power later";
    }

    public override void Heal()
    {
        _broker!.Disk.Written = null;
        if (_write is not { } write || !Cluster.Damages.TryClaimSilently(_broker))
        {
            return;
        }

        var files = _broker.Disk.Files;
        _broker.LosePower(isTorn: false);

        // If it was overwritten since, or was not flushed, there is nothing to take back.
        if (DiskSurgery.Read(files, write.Path, write.Offset, write.After.Length) is { } now && now.AsSpan().SequenceEqual(write.After))
        {
            World.Trace.Note(World.Now, $"broker {_broker.Id} {Words}: {write.After.Length} bytes at {write.Offset} of {write.Path}");
            Misplace(_broker, write);
            DiskSurgery.Put(files, write.Path, write.Offset, write.Before);
            Cluster.Damages.Note(write with { Before = write.After, After = write.Before });
        }

        Cluster.Supervisor.StartAfter(_broker, Milliseconds(20, 4_000));
    }

    /// <summary>What the disk does instead.</summary>
    protected abstract string Words { get; }

    protected virtual void Misplace(SimulatedBroker broker, DiskWrite write)
    {
    }
}
