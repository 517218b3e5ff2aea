namespace RaftLog.Benchmarks.Results;

/// <summary>What one repeat of a row found: values by the keys of <see cref="Metric"/>.</summary>
internal sealed record Sample
{
    /// <summary>One number for each metric.</summary>
    public SortedDictionary<string, double> Values { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Which repeat it was, from 0; the machine's limits before it have the same number, those after it the next.</summary>
    public int Repeat { get; init; }

    /// <summary>Adds or replaces a value.</summary>
    public double this[Metric metric]
    {
        set => Values[metric.Key] = value;
    }
}
