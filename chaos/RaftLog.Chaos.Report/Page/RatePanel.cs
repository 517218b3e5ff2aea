using static RaftLog.Chaos.Report.PlotArea;

namespace RaftLog.Chaos.Report;

/// <summary>Acknowledged and read records per second.</summary>
internal sealed class RatePanel(RunTimeline timeline, PlotArea area)
{
    private const int MostBuckets = 420;
    private const int MostPieces = 5;

    // After a silence all that waited comes at once; drawn to scale it would press everything else to the ground.
    private const double HighestOverMedian = 2.5;

    private readonly long _bucketUs = Ticks.BucketUs((area.EndUs - area.StartUs) / 1e6, MostBuckets);

    public void Draw(Markup svg)
    {
        List<(long AtUs, double Rate)> acknowledged = Rates(timeline.Acknowledged);
        List<(long AtUs, double Rate)> read = Rates(timeline.Read);
        if (acknowledged.Count == 0)
        {
            return;
        }

        double highest = acknowledged.Concat(read).Max(one => one.Rate);
        double top = Math.Min(highest, HighestOverMedian * Math.Max(Percentile.Median(acknowledged.Select(one => one.Rate)), 1));
        double step = Ticks.Step(top, MostPieces);
        top = Math.Ceiling(top / step) * step;

        string cut = highest > top ? $", peaks of up to {Words.Count((long)highest)} cut off" : "";
        svg.Raw($"""<text class="panel" x="{N(area.Left)}" y="{N(area.Top - 12)}">Records per second</text>""");
        svg.Raw(TimelineFigure.Legend(
            area.Left + 160,
            area.Top - 12,
            [("acknowledged", $"acknowledged to producers (in steps of {_bucketUs / 1000} ms{cut})"), ("read", "read by a follower of the log")]));
        for (double value = 0; value <= top; value += step)
        {
            double y = area.Y(value / top);
            svg.Raw($"""<line class="{(value == 0 ? "axis" : "grid")}" x1="{N(area.Left)}" x2="{N(area.Right)}" y1="{N(y)}" y2="{N(y)}"/>""");
            svg.Raw($"""<text class="tick" x="{N(area.Left - 8)}" y="{N(y + 4)}" text-anchor="end">{Words.Count((long)value)}</text>""");
        }

        List<(long AtUs, double? Share)> points = Shares(acknowledged, top);
        svg.Raw($"""<path class="acknowledged area" d="{area.Area(points)}"/>""");
        svg.Raw($"""<path class="acknowledged line" d="{area.Line(points)}"/>""");
        svg.Raw($"""<path class="read line" d="{area.Line(Shares(read, top))}"/>""");
    }

    private static List<(long AtUs, double? Share)> Shares(List<(long AtUs, double Rate)> rates, double top) =>
        [.. rates.Select(one => (one.AtUs, (double?)(one.Rate / top)))];

    /// <summary>The rates by the middle of each whole bucket.</summary>
    private List<(long AtUs, double Rate)> Rates(EventTrack track)
    {
        var rates = new List<(long AtUs, double Rate)>();
        if (track.IsEmpty)
        {
            return rates;
        }

        for (long fromUs = area.StartUs; fromUs + _bucketUs <= area.EndUs; fromUs += _bucketUs)
        {
            rates.Add((fromUs + (_bucketUs / 2), track.Count(fromUs, fromUs + _bucketUs) * 1e6 / _bucketUs));
        }

        return rates;
    }
}
