namespace RaftLog.Benchmarks.Limits;

/// <summary>
/// What this machine can do at one moment. Measured between the rows of a run, since a shared machine changes from minute to minute, and only what was
/// measured close together compares.
/// </summary>
internal sealed record MachineLimits
{
    /// <summary>Writing 1 MiB blocks into a new file, through the page cache.</summary>
    public double BufferedWriteMegabytesPerSecond { get; init; }

    /// <summary>Appending 1 MiB and fdatasync, one after the other.</summary>
    public double FlushedWriteMegabytesPerSecond { get; init; }

    /// <summary>Appending 4 KiB and fdatasync: median.</summary>
    public double SmallFlushP50Ms { get; init; }

    /// <summary>Appending 4 KiB and fdatasync: 99th percentile.</summary>
    public double SmallFlushP99Ms { get; init; }

    /// <summary>The same over zeros that were written and flushed before: median.</summary>
    public double OverZerosFlushP50Ms { get; init; }

    /// <summary>64 bytes to another thread and back over TCP on the loopback device, blocking sockets: median.</summary>
    public double RoundTripP50Ms { get; init; }

    /// <summary>One TCP connection over the loopback device, 256 KiB a call.</summary>
    public double LoopbackMegabytesPerSecond { get; init; }

    /// <summary>Copying 64 MiB in memory.</summary>
    public double CopyMegabytesPerSecond { get; init; }

    /// <summary>CRC-32C of 64 KiB in the cache on one core: the speed of the processor.</summary>
    public double ChecksumMegabytesPerSecond { get; init; }

    /// <summary>Dependent multiplications and additions on one core, in millions a second: its speed without its memory.</summary>
    public double MillionStepsPerSecond { get; init; }

    /// <summary>The share of the processors' time that other machines on the same hardware took while these limits were measured.</summary>
    public double StolenShare { get; init; }

    /// <summary>The mean of two measurements, before and after what they are compared with.</summary>
    public static MachineLimits Between(MachineLimits before, MachineLimits after)
    {
        double Mean(Func<MachineLimits, double> limit) => (limit(before) + limit(after)) / 2;
        return new MachineLimits
        {
            BufferedWriteMegabytesPerSecond = Mean(l => l.BufferedWriteMegabytesPerSecond),
            FlushedWriteMegabytesPerSecond = Mean(l => l.FlushedWriteMegabytesPerSecond),
            SmallFlushP50Ms = Mean(l => l.SmallFlushP50Ms),
            SmallFlushP99Ms = Mean(l => l.SmallFlushP99Ms),
            OverZerosFlushP50Ms = Mean(l => l.OverZerosFlushP50Ms),
            RoundTripP50Ms = Mean(l => l.RoundTripP50Ms),
            LoopbackMegabytesPerSecond = Mean(l => l.LoopbackMegabytesPerSecond),
            CopyMegabytesPerSecond = Mean(l => l.CopyMegabytesPerSecond),
            ChecksumMegabytesPerSecond = Mean(l => l.ChecksumMegabytesPerSecond),
            MillionStepsPerSecond = Mean(l => l.MillionStepsPerSecond),
            StolenShare = Mean(l => l.StolenShare),
        };
    }
}
