using static RaftLog.Chaos.Report.PlotArea;

namespace RaftLog.Chaos.Report;

/// <summary>Percentiles of the latency, over a logarithmic axis: a gap is a thousand times as long as the usual.</summary>
internal sealed class LatencyPanel(RunTimeline timeline, PlotArea area)
{
    private const int MostBuckets = 210;
    private const double LowestUs = 100;

    private readonly long _bucketUs = Ticks.BucketUs((area.EndUs - area.StartUs) / 1e6, MostBuckets);

    public void Draw(Markup svg)
    {
        List<(long AtUs, double? Median, double? High)> acknowledged = Percentiles(timeline.AcknowledgeLatency);
        List<(long AtUs, double? Median, double? High)> endToEnd = Percentiles(timeline.EndToEndLatency);
        double[] all = [.. acknowledged.SelectMany(one => new[] { one.Median, one.High }).Concat(endToEnd.Select(one => one.High)).OfType<double>()];
        if (all.Length == 0)
        {
            return;
        }

        double lowest = Math.Max(LowestUs, Math.Pow(10, Math.Floor(Math.Log10(Math.Max(all.Min(), LowestUs)))));
        double highest = Math.Max(lowest * 10, Math.Pow(10, Math.Ceiling(Math.Log10(all.Max()))));
        svg.Raw($"""<text class="panel" x="{N(area.Left)}" y="{N(area.Top - 12)}">Latency</text>""");
        svg.Raw(TimelineFigure.Legend(
            area.Left + 76,
            area.Top - 12,
            [
                ("median", "acknowledgement, median"),
                ("high", $"acknowledgement, 99th percentile (in steps of {_bucketUs / 1000} ms)"),
                ("endtoend", "producer to reader, 99th percentile"),
            ]));
        for (double value = lowest; value <= highest; value *= 10)
        {
            double y = area.Y(Share(value, lowest, highest));
            svg.Raw($"""<line class="{(value == lowest ? "axis" : "grid")}" x1="{N(area.Left)}" x2="{N(area.Right)}" y1="{N(y)}" y2="{N(y)}"/>""");
            svg.Raw($"""<text class="tick" x="{N(area.Left - 8)}" y="{N(y + 4)}" text-anchor="end">{Label(value)}</text>""");
        }

        string Path(IEnumerable<(long AtUs, double? Us)> points) =>
            area.Line(points.Select(one => (one.AtUs, one.Us is { } us ? Share(us, lowest, highest) : (double?)null)));
        svg.Raw($"""<path class="endtoend line" d="{Path(endToEnd.Select(one => (one.AtUs, one.High)))}"/>""");
        svg.Raw($"""<path class="high line" d="{Path(acknowledged.Select(one => (one.AtUs, one.High)))}"/>""");
        svg.Raw($"""<path class="median line" d="{Path(acknowledged.Select(one => (one.AtUs, one.Median)))}"/>""");
    }

    private static double Share(double us, double lowest, double highest) => Math.Log(Math.Max(us, lowest) / lowest) / Math.Log(highest / lowest);

    private static string Label(double us) => us switch
    {
        < 1e3 => $"{us / 1e3:0.#} ms",
        < 1e6 => $"{us / 1e3:0} ms",
        _ => $"{us / 1e6:0} s",
    };

    private List<(long AtUs, double? Median, double? High)> Percentiles(LatencyTrack track)
    {
        var found = new List<(long AtUs, double? Median, double? High)>();
        for (long fromUs = area.StartUs; !track.IsEmpty && fromUs + _bucketUs <= area.EndUs; fromUs += _bucketUs)
        {
            long[] latencies = track.Between(fromUs, fromUs + _bucketUs);
            found.Add((fromUs + (_bucketUs / 2), Percentile.Of(latencies, 50), Percentile.Of(latencies, 99)));
        }

        return found;
    }
}
