using System.Globalization;
using RaftLog.Benchmarks.Results;

namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>One line of the table: a load that is measured in each flush mode.</summary>
/// <param name="name">Its name, for <c>--rows</c> and in files.</param>
/// <param name="title">What is done, in words.</param>
internal abstract class Row(string name, string title)
{
    private const string Synchronous = "always";
    private const string Asynchronous = "interval";

    /// <summary>Both flush modes; by turns, so that both see the same neighbours.</summary>
    public static readonly IReadOnlyList<string> BothModes = [Synchronous, Asynchronous];

    public string Name => name;

    public string Title => title;

    /// <summary>The flush modes in which it differs.</summary>
    public virtual IReadOnlyList<string> FlushModes => BothModes;

    /// <summary>Why it cannot be measured on this machine; null when it can.</summary>
    public virtual string? WhySkipped => null;

    /// <summary>Measures once.</summary>
    public abstract Task<Sample> MeasureAsync(BenchCluster cluster, string flush, double scale, CancellationToken cancellation);

    /// <summary>How many records, scaled; enough to measure something even in the quickest look.</summary>
    protected static string Records(double usual, double scale) => Number(Math.Max(100, usual * scale));

    /// <summary>A number as an option's value.</summary>
    protected static string Number(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
