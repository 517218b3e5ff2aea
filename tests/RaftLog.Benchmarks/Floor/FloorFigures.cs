namespace RaftLog.Benchmarks.Floor;

/// <summary>What the floor reached.</summary>
internal sealed record FloorFigures(double MegabytesPerSecond, double P50Ms, double P99Ms);
