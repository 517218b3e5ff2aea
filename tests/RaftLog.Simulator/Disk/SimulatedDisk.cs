using RaftLog.Simulator.Checks.Durability;
using RaftLog.Simulator.Machine;
using RaftLog.Storage;

namespace RaftLog.Simulator.Disk;

/// <summary>A machine's disk: outlives its processes, loses what was not flushed with the power, and has bad times.</summary>
internal sealed class SimulatedDisk(SimulatedWorld world)
{
    private bool _isObserved;

    /// <summary>What is on the disk, for faults that damage it and checks that read it.</summary>
    public InMemoryFileSystem Files { get; } = new(remembersFlushes: true);

    /// <summary>What is on it for good.</summary>
    public DurableDisk Durable { get; } = new();

    /// <summary>The share of writes and flushes that fail.</summary>
    public double ErrorRate { get; set; }

    /// <summary>The share of reads that fail.</summary>
    public double ReadErrorRate { get; set; }

    /// <summary>Below which path the failures above happen, when it is only one of the machine's disks that fails; empty for all.</summary>
    public string FailsBelow { get; set; } = "";

    /// <summary>What is not mounted: nothing is found there, and nothing can be opened; null for nothing.</summary>
    public string? Unmounted { get; set; }

    /// <summary>Whether writes fail for want of space.</summary>
    public bool IsFull { get; set; }

    /// <summary>What stands still.</summary>
    public DiskStall Stall { get; set; }

    /// <summary>Whether the disk has failed something since it was last asked; the process on it may have replicas offline.</summary>
    public bool HasFailed { get; set; }

    /// <summary>Something that waits for an operation.</summary>
    public DiskTrap? Trap { get; set; }

    /// <summary>Is told each write before it is done, when somebody wants to know.</summary>
    public Action<DiskWrite>? Written { get; set; }

    /// <summary>The file system as one process sees it; its handles and locks end with the process.</summary>
    public ProcessFileSystem Mount(SimulatedProcess process) => new(Files, this, process);

    /// <summary>Goes back to what was flushed, or to that and some of the sectors and names that were not, in any combination.</summary>
    public void LosePower(bool isTorn)
    {
        Files.LosePower(isTorn ? world.Random : null);
        Durable.ReadAnew(Files);
    }

    /// <summary>Nothing is left on it, durably.</summary>
    public void Wipe()
    {
        foreach (string name in Files.EnumerateDirectories("/"))
        {
            Files.DeleteDirectory($"/{name}");
        }

        Files.FlushDirectory("/");
    }

    /// <summary>A directory is there with nothing in it, durably.</summary>
    public void Empty(string path)
    {
        Files.DeleteDirectory(path);
        Files.CreateDirectory(path);
        Files.FlushDirectory(path);
        Files.FlushDirectory("/");
    }

    /// <summary>From now on the disk does what it is asked.</summary>
    public void Mend()
    {
        ErrorRate = 0;
        ReadErrorRate = 0;
        FailsBelow = "";
        Unmounted = null;
        IsFull = false;
        Stall = DiskStall.None;
        Trap = null;
        Written = null;
    }

    /// <summary>Lets the simulation itself look at what is on the disk, through a broker's own log: that fails nothing and springs no trap.</summary>
    public void Observe(Action look)
    {
        _isObserved = true;
        try
        {
            look();
        }
        finally
        {
            _isObserved = false;
        }
    }

    public void Before(DiskOperation operation, string path)
    {
        if (_isObserved)
        {
            return;
        }

        Trap?.Before(operation);
        if (IsFull && operation == DiskOperation.Write)
        {
            HasFailed = true;
            throw new IOException($"{path}: no space left on device");
        }

        if (IsUnmounted(path))
        {
            throw new DirectoryNotFoundException($"{path}: no such file or directory");
        }

        double rate = !path.StartsWith(FailsBelow, StringComparison.Ordinal) ? 0 : operation switch
        {
            DiskOperation.Write or DiskOperation.Flush => ErrorRate,
            DiskOperation.Read => ReadErrorRate,
            _ => 0,
        };
        if (rate > 0 && world.Chance(rate))
        {
            HasFailed = true;
            world.Trace.Note(world.Now, operation == DiskOperation.Read ? "a disk fails to read" : "a disk fails");
            throw new IOException($"{path}: input/output error");
        }
    }

    /// <summary>Whether a path is on a disk that is not mounted.</summary>
    public bool IsUnmounted(string path) => Unmounted is { } unmounted && path.StartsWith(unmounted, StringComparison.Ordinal);

    public void After(DiskOperation operation)
    {
        if (!_isObserved)
        {
            Trap?.After(operation);
        }
    }
}
