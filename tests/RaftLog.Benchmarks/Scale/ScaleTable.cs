using System.Globalization;
using System.Text;

namespace RaftLog.Benchmarks.Scale;

/// <summary>A series as a Markdown table, and its place in a page whose other words are somebody's.</summary>
internal static class ScaleTable
{
    private static readonly string[] Columns =
    [
        "records/s", "MB/s", "brokers' CPU s per million", "records/batch", "peer frames/batch", "disk flushes/s", "p50 ms at a low rate", "p99 ms", "memory of a broker, MiB", "stolen",
    ];

    public static string Head(ScaleSeries series) =>
        $"| {series.Axis} | {string.Join(" | ", Columns)} |\n| ---: |{string.Concat(Columns.Select(_ => " ---: |"))}";

    public static string Row(ScalePoint point) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {point.X:N0} | {point.Full.RecordsPerSecond:N0} | {point.MegabytesPerSecond:0.##} | {point.Full.CpuSecondsPerMillion:0.00} | {point.Full.RecordsPerBatch:N0} | "
        + $"{point.Full.FramesPerBatch:0.0} | {point.Full.FlushesPerSecond:N0} | {point.P50Ms:0.00} | {point.P99Ms:0.0} | {point.MemoryMiB:N0} | {point.Full.StolenShare:0 %} |");

    /// <summary>Puts the table between the series' two marks.</summary>
    /// <exception cref="BenchmarkException">The page does not have them.</exception>
    public static string Replace(string page, ScaleSeries series, string origin, IReadOnlyList<ScalePoint> points)
    {
        string begin = $"<!-- {series.Name}: begin of what 'make bench-scale' writes -->";
        string end = $"<!-- {series.Name}: end of what 'make bench-scale' writes -->";
        int from = page.IndexOf(begin, StringComparison.Ordinal);
        int to = page.IndexOf(end, StringComparison.Ordinal);
        if (from < 0 || to < from)
        {
            throw new BenchmarkException($"The page lacks the lines '{begin}' and '{end}', in this order.");
        }

        var table = new StringBuilder().Append(origin).Append("\n\n").Append(Head(series)).Append('\n');
        foreach (ScalePoint point in points)
        {
            table.Append(Row(point)).Append('\n');
        }

        return $"{page[..(from + begin.Length)]}\n\n{table}\n{page[to..]}";
    }
}
