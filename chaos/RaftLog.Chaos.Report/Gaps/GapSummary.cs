namespace RaftLog.Chaos.Report;

/// <summary>The gaps of a run.</summary>
/// <param name="Gaps">Each fault's, in their order.</param>
/// <param name="P99BeforeMs">The 99th percentile of the latency of all times before faults taken together.</param>
/// <param name="P99DuringMs">The same of all times between a gap and the heal of its fault; null when there is too little of it.</param>
internal sealed record GapSummary(IReadOnlyList<FaultGap> Gaps, double? P99BeforeMs, double? P99DuringMs)
{
    public double MedianMs => Percentile.Median(Gaps.Select(gap => gap.GapMs));

    public double WorstMs => Gaps.Select(gap => gap.GapMs).DefaultIfEmpty(0).Max();

    public double? P99Ratio => P99BeforeMs is > 0 ? P99DuringMs / P99BeforeMs : null;

    /// <summary>Each bound that was broken, in words.</summary>
    public IEnumerable<string> Breaches(GapLimits limits)
    {
        if (limits.WorstMs is { } worst && WorstMs > worst)
        {
            yield return $"The worst availability gap, {Words.Ms(WorstMs)}, is longer than {Words.Ms(worst)}.";
        }

        if (limits.MedianMs is { } median && MedianMs > median)
        {
            yield return $"The median availability gap, {Words.Ms(MedianMs)}, is longer than {Words.Ms(median)}.";
        }

        if (limits.P99Ratio is { } ratio && P99Ratio > ratio)
        {
            yield return $"The 99th percentile of the latency during faults is {P99Ratio:F1} times that before, more than {ratio:F1} times.";
        }
    }
}
