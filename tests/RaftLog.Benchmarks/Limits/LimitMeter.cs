namespace RaftLog.Benchmarks.Limits;

/// <summary>Measures all limits of the machine, one after the other: some seven seconds.</summary>
internal static class LimitMeter
{
    /// <param name="folder">Where files are written: on the disk that the brokers use.</param>
    /// <param name="scale">The share of the usual amount of work.</param>
    public static MachineLimits Measure(string folder, double scale)
    {
        Directory.CreateDirectory(folder);
        var processors = ProcessorTimes.Now();
        (double flushP50, double flushP99) = DiskLimits.SmallFlushes(folder, overZeros: false, scale);
        (double overZerosP50, _) = DiskLimits.SmallFlushes(folder, overZeros: true, scale);
        var limits = new MachineLimits
        {
            BufferedWriteMegabytesPerSecond = DiskLimits.BufferedWrite(folder, scale),
            FlushedWriteMegabytesPerSecond = DiskLimits.FlushedWrite(folder, scale),
            SmallFlushP50Ms = flushP50,
            SmallFlushP99Ms = flushP99,
            OverZerosFlushP50Ms = overZerosP50,
            RoundTripP50Ms = LoopbackLimits.RoundTrip(scale),
            LoopbackMegabytesPerSecond = LoopbackLimits.Throughput(scale),
            CopyMegabytesPerSecond = ProcessorLimits.Copy(scale),
            ChecksumMegabytesPerSecond = ProcessorLimits.Checksum(scale),
            MillionStepsPerSecond = ProcessorLimits.Steps(scale),
        };
        return limits with { StolenShare = ProcessorTimes.Now().StolenShareSince(processors) };
    }
}
