namespace RaftLog.Benchmarks.Results;

/// <summary>All repeats of one row in one flush mode.</summary>
/// <param name="Row">The row's name, as <c>--rows</c> takes it.</param>
/// <param name="Title">What was done, in words.</param>
/// <param name="Flush">The topic's <c>raftlog.flush</c>.</param>
/// <param name="Samples">One for each repeat.</param>
internal sealed record RowResult(string Row, string Title, string Flush, List<Sample> Samples)
{
    /// <summary>What the repeats found of a metric; null when none measured it.</summary>
    public Spread? Of(string metric)
    {
        double[] values = [.. Samples.Where(sample => sample.Values.ContainsKey(metric)).Select(sample => sample.Values[metric])];
        return values.Length == 0 ? null : Spread.Of(values);
    }
}
