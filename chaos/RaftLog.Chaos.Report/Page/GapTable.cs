using static RaftLog.Chaos.Report.PlotArea;

namespace RaftLog.Chaos.Report;

/// <summary>The availability gaps: by kind of fault, and each with a bar beside its number.</summary>
internal static class GapTable
{
    public static string Write(RunOutcome outcome)
    {
        IReadOnlyList<FaultGap> gaps = outcome.Gaps.Gaps;
        if (gaps.Count == 0)
        {
            return "<p>No fault was injected.</p>";
        }

        var html = new Markup();
        html.Raw("""<table><thead><tr><th>Kind of fault</th><th class="n">Faults</th><th class="n">Median gap</th><th class="n">Worst gap</th><th class="n">Median time to 90 %</th></tr></thead><tbody>""");
        foreach (IGrouping<string, FaultGap> kind in gaps.GroupBy(gap => gap.Fault.Kind))
        {
            double[] recovered = [.. kind.Select(gap => gap.RecoveryMs).OfType<double>()];
            html.Raw(
                $"<tr><td>{Markup.Text(kind.Key)}</td><td class=\"n\">{kind.Count()}</td><td class=\"n\">{Words.Ms(Percentile.Median(kind.Select(gap => gap.GapMs)))}</td>"
                + $"<td class=\"n\">{Words.Ms(kind.Max(gap => gap.GapMs))}</td><td class=\"n\">{(recovered.Length == 0 ? "–" : Words.Ms(Percentile.Median(recovered)))}</td></tr>");
        }

        html.Raw("</tbody></table>");
        html.Raw("""<table class="each"><thead><tr><th class="n">No.</th><th>Fault</th><th class="n">At</th><th class="n">Lasted</th><th colspan="2">Gap: longest silence of a partition</th><th class="n">After heal</th><th class="n">Back to 90 %</th><th class="n">p99 before</th><th class="n">p99 during</th></tr></thead><tbody>""");
        double worst = Math.Max(outcome.Gaps.WorstMs, 1);
        foreach (FaultGap gap in gaps)
        {
            html.Raw(Row(gap, outcome.Timeline.StartUs, worst));
        }

        return html.Raw("</tbody></table>").ToString();
    }

    private static string Row(FaultGap gap, long startUs, double worst)
    {
        double at = (gap.Fault.BeginUs - startUs) / 1e6;
        string lasted = gap.Fault.HealUs is { } healUs ? Words.Ms((healUs - gap.Fault.BeginUs) / 1000.0) : "to the end";
        string partition = gap.WorstPartition >= 0 ? $" title=\"partition {gap.WorstPartition}\"" : "";
        return
            $"<tr><td class=\"n\">{gap.Fault.Number}</td><td>{Markup.Text(gap.Fault.Kind)}, {Markup.Text(gap.Fault.Target)}</td>"
            + $"<td class=\"n\">{Ticks.Time((int)at)}</td><td class=\"n\">{lasted}</td>"
            + $"<td class=\"n\"{partition}>{Words.Ms(gap.GapMs)}</td><td class=\"bar\"><div style=\"width:{N(Math.Max(100 * gap.GapMs / worst, 0.5))}%\"></div></td>"
            + $"<td class=\"n\">{Words.Ms(gap.AfterHealMs)}</td><td class=\"n\">{Words.Ms(gap.RecoveryMs)}</td>"
            + $"<td class=\"n\">{Words.Ms(gap.P99BeforeMs)}</td><td class=\"n\">{Words.Ms(gap.P99DuringMs)}</td></tr>";
    }
}
