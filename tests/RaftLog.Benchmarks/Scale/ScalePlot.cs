namespace RaftLog.Benchmarks.Scale;

/// <summary>One series in one picture: a small plot for each figure.</summary>
internal static class ScalePlot
{
    private const int Columns = 3;

    private static readonly (string Name, Func<ScalePoint, double> Value)[] Figures =
    [
        ("records/s", point => point.Full.RecordsPerSecond),
        ("MB/s", point => point.MegabytesPerSecond),
        ("brokers' CPU s per million", point => point.Full.CpuSecondsPerMillion),
        ("records/batch", point => point.Full.RecordsPerBatch),
        ("p99 at a low rate, ms", point => point.P99Ms),
        ("memory of a broker, MiB", point => point.MemoryMiB),
    ];

    public static string Draw(ScaleSeries series, IReadOnlyList<ScalePoint> points)
    {
        var plot = new LogLogPlot(Columns, (Figures.Length + Columns - 1) / Columns);
        for (int i = 0; i < Figures.Length; i++)
        {
            (string name, Func<ScalePoint, double> value) = Figures[i];
            plot.Add(i % Columns, i / Columns, series.Name, name, [.. points.Select(point => (point.X, value(point)))]);
        }

        return plot.ToSvg();
    }
}
