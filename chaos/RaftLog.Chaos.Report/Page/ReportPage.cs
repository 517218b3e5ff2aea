using System.Globalization;
using RaftLog.Chaos.History;

namespace RaftLog.Chaos.Report;

/// <summary>The report as one page that needs nothing else: no script, no font, no picture from elsewhere.</summary>
internal static class ReportPage
{
    public static string Write(RunOutcome outcome)
    {
        string title = Markup.Text($"{outcome.Info.Scenario}: {(outcome.Passed ? "passed" : "failed")}");
        string tone = outcome.Passed ? "good" : "bad";
        var html = new Markup();
        html.Raw("<!DOCTYPE html>").Raw("""<html lang="en"><head><meta charset="utf-8">""");
        html.Raw("""<meta name="viewport" content="width=device-width, initial-scale=1">""").Raw($"<title>{title}</title>");
        html.Raw($"<style>\n{ReportStyle.Css}\n:root {{ --tone: var(--{tone}); --tone-soft: var(--{tone}-soft); }}\n</style></head><body><main>");
        WriteHeader(html, outcome);
        html.Raw("<section><h2>What happened</h2>").Raw(new TimelineFigure(outcome.Timeline, outcome.Gaps.Gaps).Draw()).Raw("</section>");
        WriteGuarantees(html, outcome.Guarantees);
        html.Raw("""<section class="long"><h2>How long writing stood still</h2>""").Raw(GapTable.Write(outcome)).Raw(GapNote(outcome.Gaps)).Raw("</section>");
        WriteRun(html, outcome);
        return html.Raw("</main></body></html>").ToString();
    }

    private static void WriteHeader(Markup html, RunOutcome outcome)
    {
        string started = UnixClock.ToDateTime(outcome.Timeline.StartUs).ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);
        html.Raw("<header>");
        html.Raw($"""<p class="eyebrow">RaftLog chaos run · {started} · {Words.Duration(outcome.Duration)} · seed {outcome.Info.Seed}</p>""");
        html.Raw($"""<h1>{Markup.Text(outcome.Info.Scenario)} <span class="badge">{(outcome.Passed ? "✓ PASSED" : "✗ FAILED")}</span></h1>""");
        html.Raw($"""<p class="headline">{Markup.Text(outcome.Headline)}</p>""");
        html.Raw($"""<p class="what">{Markup.Text(outcome.Info.Description)}</p>""");
        html.Raw("""<div class="tiles">""");
        Tile(html, Words.Count(outcome.Check.Acknowledged), "records acknowledged");
        Tile(html, Words.Count(outcome.Check.Anomalies.Count(AnomalyKind.Lost)), "of them lost", outcome.Check.Anomalies.Count(AnomalyKind.Lost) > 0);
        Tile(html, Words.Count(outcome.Gaps.Gaps.Count), "faults");
        Tile(html, Words.Ms(outcome.Gaps.MedianMs), "availability gap, median");
        Tile(html, Words.Ms(outcome.Gaps.WorstMs), "availability gap, worst", outcome.Gaps.Breaches(outcome.Info.Limits).Any());
        Tile(html, Words.Ms(outcome.Gaps.P99BeforeMs), "latency between faults, 99 %");
        html.Raw("</div>");
        if (!outcome.Passed && !outcome.Headline.EndsWith(string.Concat(outcome.Problems), StringComparison.Ordinal))
        {
            html.Raw("""<ul class="examples">""");
            foreach (string problem in outcome.Problems)
            {
                html.Raw($"<li>{Markup.Text(problem)}</li>");
            }

            html.Raw("</ul>");
        }

        html.Raw("</header>");
    }

    private static void Tile(Markup html, string number, string words, bool isBad = false) =>
        html.Raw($"""<div class="tile{(isBad ? " bad" : "")}"><b>{number}</b><span>{words}</span></div>""");

    private static void WriteGuarantees(Markup html, IReadOnlyList<GuaranteeVerdict> guarantees)
    {
        html.Raw("<section><h2>What was promised</h2><table><tbody>");
        foreach (GuaranteeVerdict guarantee in guarantees)
        {
            string state = guarantee.Holds
                ? """<td class="state holds">✓ holds</td>"""
                : $"""<td class="state broken">✗ {Words.Count(guarantee.Violations)} ×</td>""";
            html.Raw($"""<tr>{state}<td class="name">{Markup.Text(guarantee.Name)}</td><td>{Markup.Text(guarantee.Words)}""");
            if (guarantee.Examples.Count > 0)
            {
                html.Raw($"""<ul class="examples">{string.Concat(guarantee.Examples.Select(example => $"<li>{Markup.Text(example)}</li>"))}</ul>""");
            }

            html.Raw("</td></tr>");
        }

        html.Raw("</tbody></table></section>");
    }

    private static string GapNote(GapSummary gaps)
    {
        string ratio = gaps.P99Ratio is { } known
            ? $" Taken over the whole run, the 99th percentile of the latency was {Words.Ms(gaps.P99BeforeMs)} before faults and {Words.Ms(gaps.P99DuringMs)} during them, after the gap: {known:F1} times."
            : "";
        return $"""<p class="note">Producers send at a fixed pace whatever happens. A gap is the longest time between two acknowledgements of one partition, from the fault until its heal, of the worst partition that the fault concerned. “Back to 90 %” counts from the fault until acknowledgements came again at nine tenths of their former rate.{ratio}</p>""";
    }

    private static void WriteRun(Markup html, RunOutcome outcome)
    {
        html.Raw($"<section><h2>Run it again</h2><pre>{Markup.Text(outcome.Info.Command)}</pre>");
        html.Raw("""<div class="facts">""");
        Facts(html, "Cluster", outcome.Info.Cluster);
        var workload = new Dictionary<string, string>(outcome.Info.Workload) { ["Clients"] = string.Join(", ", outcome.Timeline.Clients) };
        Facts(html, "Workload", workload);
        Facts(html, "Machine", outcome.Info.Machine);
        html.Raw("</div></section>");
    }

    private static void Facts(Markup html, string title, IReadOnlyDictionary<string, string> facts)
    {
        html.Raw($"<div><h3>{title}</h3><dl>");
        foreach ((string name, string value) in facts)
        {
            html.Raw($"<dt>{Markup.Text(name)}</dt><dd>{Markup.Text(value)}</dd>");
        }

        html.Raw("</dl></div>");
    }
}
