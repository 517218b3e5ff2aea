namespace RaftLog.Chaos;

/// <summary>What the gaps of a scenario must keep; null where nothing is promised.</summary>
internal sealed record LimitsPlan
{
    /// <summary>The median of the silences after each fault.</summary>
    public TimeSpan? MedianGap { get; init; }

    /// <summary>The longest of them.</summary>
    public TimeSpan? WorstGap { get; init; }

    /// <summary>The 99th percentile of the acknowledgements' latency during the faults, over that before.</summary>
    public double? P99Ratio { get; init; }
}
