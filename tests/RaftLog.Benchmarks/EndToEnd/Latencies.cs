namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>Times from handing a record over, or from when it was due, to its acknowledgement.</summary>
internal sealed record Latencies(double P50Ms, double P99Ms, double P999Ms, double MaxMs);
