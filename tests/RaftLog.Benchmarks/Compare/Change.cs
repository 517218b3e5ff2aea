using RaftLog.Benchmarks.Results;

namespace RaftLog.Benchmarks.Compare;

/// <summary>How one metric of one row changed.</summary>
/// <param name="Row">The row, with its flush mode.</param>
/// <param name="Metric">The metric.</param>
/// <param name="Before">In the older result.</param>
/// <param name="After">In the newer.</param>
/// <param name="Verdict">What that means.</param>
internal sealed record Change(RowResult Row, Metric Metric, Spread Before, Spread After, Verdict Verdict)
{
    /// <summary>The newer median divided by the older.</summary>
    public double Ratio => After.Median / Before.Median;
}
