using RaftLog.Chaos.History;
using static RaftLog.Chaos.Report.PlotArea;

namespace RaftLog.Chaos.Report;

/// <summary>
/// The picture of a run: faults above, records per second below them, latencies at the bottom, all over one time axis. What a fault covers
/// is shaded through all three.
/// </summary>
internal sealed class TimelineFigure(RunTimeline timeline, IReadOnlyList<FaultGap> gaps)
{
    private const double Width = 1060;
    private const double Left = 64;
    private const double Right = 14;
    private const double LaneTop = 24;
    private const double LaneHeight = 22;
    private const double RateTop = 96;
    private const double RateHeight = 200;
    private const double LatencyTop = 346;
    private const double LatencyHeight = 160;
    private const double Height = 538;
    private const int MostTimeLabels = 14;
    private const double ClosestNumbers = 16;

    private PlotArea Area(double top, double height) => new(Left, top, Width - Left - Right, height, timeline.StartUs, timeline.EndUs);

    /// <summary>The figure as SVG; a sentence when there is nothing to draw.</summary>
    public string Draw()
    {
        if (timeline.Acknowledged.IsEmpty || timeline.EndUs <= timeline.StartUs)
        {
            return "<p>No record was acknowledged, so there is nothing to draw.</p>";
        }

        PlotArea lane = Area(LaneTop, LaneHeight);
        PlotArea rate = Area(RateTop, RateHeight);
        PlotArea latency = Area(LatencyTop, LatencyHeight);
        var svg = new Markup();
        svg.Raw($"""<svg viewBox="0 0 {N(Width)} {N(Height)}" role="img" aria-label="Faults, records per second and latency over time">""");
        DrawFaults(svg, lane, latency.Bottom);
        DrawTimeAxis(svg, rate, latency);
        new RatePanel(timeline, rate).Draw(svg);
        new LatencyPanel(timeline, latency).Draw(svg);
        return svg.Raw("</svg>").ToString();
    }

    private void DrawFaults(Markup svg, PlotArea lane, double bottom)
    {
        svg.Raw($"""<text class="panel" x="{N(lane.Left)}" y="{N(lane.Top - 9)}">Faults</text>""");
        svg.Raw(Legend(lane.Left + 62, lane.Top - 9, [("fault", "from fault to heal"), ("silence", "no acknowledgement in the worst partition")]));
        svg.Raw($"""<rect class="lane" x="{N(lane.Left)}" y="{N(lane.Top)}" width="{N(lane.Width)}" height="{N(lane.Height)}"/>""");
        double lastNumber = double.MinValue;
        foreach (FaultGap gap in gaps)
        {
            FaultEvent fault = gap.Fault;
            double from = lane.X(fault.BeginUs);
            double until = Math.Max(lane.X(fault.HealUs ?? timeline.EndUs), from + 1.5);
            double silence = Math.Max(lane.X(fault.BeginUs + (long)(gap.GapMs * 1000)) - from, 1.5);
            string title = Markup.Text($"{fault.Number}. {fault.Kind}, {fault.Target}: {Words.Ms(gap.GapMs)} without an acknowledgement");
            svg.Raw($"""<g><title>{title}</title>""");
            svg.Raw($"""<rect class="fault" x="{N(from)}" y="{N(lane.Top)}" width="{N(until - from)}" height="{N(bottom - lane.Top)}"/>""");
            svg.Raw($"""<rect class="silence" x="{N(from)}" y="{N(lane.Bottom - 4)}" width="{N(silence)}" height="4"/>""");
            if (from - lastNumber >= ClosestNumbers)
            {
                svg.Raw($"""<text class="number" x="{N(from + 3)}" y="{N(lane.Top + 13)}">{fault.Number}</text>""");
                lastNumber = from;
            }

            svg.Raw("</g>");
        }
    }

    private void DrawTimeAxis(Markup svg, PlotArea rate, PlotArea latency)
    {
        double seconds = (timeline.EndUs - timeline.StartUs) / 1e6;
        int step = Ticks.TimeStep(seconds, MostTimeLabels);
        for (int at = 0; at <= seconds; at += step)
        {
            double x = rate.X(timeline.StartUs + (at * 1_000_000L));
            svg.Raw($"""<line class="grid" x1="{N(x)}" x2="{N(x)}" y1="{N(rate.Top)}" y2="{N(rate.Bottom)}"/>""");
            svg.Raw($"""<line class="grid" x1="{N(x)}" x2="{N(x)}" y1="{N(latency.Top)}" y2="{N(latency.Bottom)}"/>""");
            string anchor = x > rate.Right - 20 ? "end" : at == 0 ? "start" : "middle";
            svg.Raw($"""<text class="tick" x="{N(x)}" y="{N(latency.Bottom + 16)}" text-anchor="{anchor}">{Ticks.Time(at)}</text>""");
        }

        svg.Raw($"""<text class="tick" x="{N(latency.Left - 8)}" y="{N(latency.Bottom + 16)}" text-anchor="end">min:s</text>""");
    }

    /// <summary>Swatches with their names, in one row.</summary>
    internal static string Legend(double x, double y, IReadOnlyList<(string Class, string Name)> entries)
    {
        const double SwatchWidth = 14;
        const double LetterWidth = 6.2;
        var svg = new Markup();
        foreach ((string name, string text) in entries)
        {
            svg.Raw($"""<rect class="{name} swatch" x="{N(x)}" y="{N(y - 8)}" width="{N(SwatchWidth)}" height="8"/>""");
            svg.Raw($"""<text class="tick" x="{N(x + SwatchWidth + 5)}" y="{N(y)}">{Markup.Text(text)}</text>""");
            x += SwatchWidth + 24 + (LetterWidth * text.Length);
        }

        return svg.ToString();
    }
}
