using RaftLog.Simulator.Machine;
using RaftLog.Storage;

namespace RaftLog.Simulator.Disk;

/// <summary>A machine's disk: outlives its processes, loses what was not flushed with the power, and has bad times.</summary>
internal sealed class SimulatedDisk(SimulatedWorld world)
{
    private readonly InMemoryFileSystem _files = new(remembersFlushes: true);

    /// <summary>The share of writes and flushes that fail.</summary>
    public double ErrorRate { get; set; }

    /// <summary>Whether writes fail for want of space.</summary>
    public bool IsFull { get; set; }

    /// <summary>Whether the disk has failed something since it was last asked; the process on it may have replicas offline.</summary>
    public bool HasFailed { get; set; }

    /// <summary>The file system as one process sees it; its handles and locks end with the process.</summary>
    public ProcessFileSystem Mount(SimulatedProcess process) => new(_files, this, process);

    /// <summary>Goes back to what was flushed, or to that and some of the sectors that were not.</summary>
    public void LosePower(bool isTorn) => _files.LosePower(isTorn ? world.Random : null);

    public void BeforeWrite(string path)
    {
        if (IsFull)
        {
            HasFailed = true;
            throw new IOException($"{path}: no space left on device");
        }

        BeforeFlush(path);
    }

    public void BeforeFlush(string path)
    {
        if (ErrorRate > 0 && world.Chance(ErrorRate))
        {
            HasFailed = true;
            world.Trace.Note(world.Now, "a disk fails");
            throw new IOException($"{path}: input/output error");
        }
    }
}
