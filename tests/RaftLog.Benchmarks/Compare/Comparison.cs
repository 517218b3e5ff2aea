using RaftLog.Benchmarks.Results;

namespace RaftLog.Benchmarks.Compare;

/// <summary>
/// What got better or worse between two results. A change counts when the ranges of the repeats have no value in common and the medians differ by more
/// than a threshold: the first alone would take noise of few repeats for news, the second alone the noise of a busy machine.
/// </summary>
/// <param name="threshold">The share by which medians must differ: 0.1 is ten percent.</param>
/// <param name="normalised">Whether rates and times are divided by the limits of the machine that bind them, so that another day, or another machine, compares.</param>
internal sealed class Comparison(double threshold, bool normalised)
{
    /// <summary>The changes of every metric that both measured and that has a better and a worse.</summary>
    public IReadOnlyList<Change> Of(SuiteResult before, SuiteResult after)
    {
        var changes = new List<Change>();
        foreach (RowResult row in after.Rows)
        {
            if (before.Find(row.Row, row.Flush) is not { } old)
            {
                continue;
            }

            foreach (Metric metric in Metric.All.Values.Where(metric => metric.Better != Better.Neither))
            {
                if (Figure(old, metric, before) is { } then && Figure(row, metric, after) is { } now)
                {
                    changes.Add(new Change(row, metric, then, now, Judge(metric, then, now)));
                }
            }
        }

        return changes;
    }

    private Spread? Figure(RowResult row, Metric metric, SuiteResult result) =>
        normalised && Binding.Of(row.Row, row.Flush) is { } binding && binding.Metric == metric ? binding.Ratio(row, result) : row.Of(metric.Key);

    private Verdict Judge(Metric metric, Spread before, Spread after)
    {
        if (before.Overlaps(after) || before.Median == 0 || Math.Abs((after.Median / before.Median) - 1) <= threshold)
        {
            return Verdict.Same;
        }

        return after.Median > before.Median == (metric.Better == Better.Higher) ? Verdict.Better : Verdict.Worse;
    }
}
