namespace RaftLog.Benchmarks.Results;

/// <summary>What several repeats of one measurement found: the median, and how far they lie apart.</summary>
internal readonly record struct Spread(double Median, double Lowest, double Highest)
{
    public static Spread Of(IReadOnlyCollection<double> values) => new(Statistics.Median(values), values.Min(), values.Max());

    /// <summary>Whether the ranges share a value, so that the difference of the medians may be noise.</summary>
    public bool Overlaps(Spread other) => Lowest <= other.Highest && other.Lowest <= Highest;
}
