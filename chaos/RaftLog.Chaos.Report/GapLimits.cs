namespace RaftLog.Chaos.Report;

/// <summary>Bounds of availability gaps; null where there is none.</summary>
public sealed record GapLimits
{
    /// <summary>No gap of a run may be longer, in milliseconds.</summary>
    public double? WorstMs { get; init; }

    /// <summary>The median of a run's gaps may not be longer, in milliseconds.</summary>
    public double? MedianMs { get; init; }

    /// <summary>The 99th percentile of the acknowledgements' latency during a fault, after its gap, over that before.</summary>
    public double? P99Ratio { get; init; }
}
