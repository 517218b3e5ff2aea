namespace RaftLog.Cli.Bench;

/// <summary>Times from handing a record over to its acknowledgement, in milliseconds.</summary>
internal sealed record BenchLatency(long Samples, double P50Ms, double P99Ms, double P999Ms, double MaxMs)
{
    public static BenchLatency? Of(LatencyHistogram histogram) => histogram.Count == 0
        ? null
        : new BenchLatency(
            histogram.Count,
            histogram.Quantile(0.5).TotalMilliseconds,
            histogram.Quantile(0.99).TotalMilliseconds,
            histogram.Quantile(0.999).TotalMilliseconds,
            histogram.Max.TotalMilliseconds);
}
