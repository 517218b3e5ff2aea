using System.Globalization;

namespace RaftLog.Benchmarks.Results;

/// <summary>A Markdown table of rows and some of their metrics; a metric that no row measured has no column.</summary>
internal static class MetricTable
{
    public static void Write(TextWriter output, IReadOnlyList<RowResult> rows, params IEnumerable<Metric> metrics)
    {
        Metric[] columns = [.. metrics.Where(metric => rows.Any(row => row.Of(metric.Key) is not null))];
        output.WriteLine($"| work | flush | {string.Join(" | ", columns.Select(column => column.Title))} |");
        output.WriteLine($"| --- | --- | {string.Join(" | ", columns.Select(_ => "---"))} |");
        foreach (RowResult row in rows)
        {
            output.WriteLine($"| {row.Title} | {row.Flush} | {string.Join(" | ", columns.Select(column => Cell(row, column)))} |");
        }

        output.WriteLine();
    }

    /// <summary>The median, and the range when there is one.</summary>
    public static string Range(Spread spread, string format)
    {
        string Text(double number) => number.ToString(format, CultureInfo.InvariantCulture);
        return Text(spread.Lowest) == Text(spread.Highest) ? Text(spread.Median) : $"{Text(spread.Median)} [{Text(spread.Lowest)}..{Text(spread.Highest)}]";
    }

    private static string Cell(RowResult row, Metric column) => row.Of(column.Key) is { } spread ? Range(spread, column.Format) : "";
}
