namespace RaftLog.Benchmarks.Scale;

/// <summary>What one load showed.</summary>
/// <param name="X">The number that is varied.</param>
/// <param name="Full">At full speed.</param>
/// <param name="MegabytesPerSecond">The same in values; 10^6 bytes.</param>
/// <param name="P50Ms">In an open loop at a low rate, spread over all producers and partitions.</param>
/// <param name="P99Ms">The same.</param>
/// <param name="MemoryMiB">Resident, of the largest broker, after the load at full speed.</param>
internal sealed record ScalePoint(double X, FullSpeed Full, double MegabytesPerSecond, double P50Ms, double P99Ms, double MemoryMiB);
