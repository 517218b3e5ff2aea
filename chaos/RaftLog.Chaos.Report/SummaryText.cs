using System.Text;

namespace RaftLog.Chaos.Report;

/// <summary>The result in words, for the terminal and <c>summary.txt</c>.</summary>
internal static class SummaryText
{
    public static string Write(RunOutcome outcome)
    {
        var text = new StringBuilder();
        SummaryLines.Title(text, outcome.Info.Scenario, outcome.Info.Seed, outcome.Passed);
        text.AppendLine(outcome.Headline);
        text.AppendLine();
        text.AppendLine($"  sent         {Words.Count(outcome.Check.Sent),12}");
        text.AppendLine($"  acknowledged {Words.Count(outcome.Check.Acknowledged),12}");
        text.AppendLine($"  refused      {Words.Count(outcome.Check.Failed),12}");
        text.AppendLine($"  unknown      {Words.Count(outcome.Check.Unknown),12}   ({Words.Count(outcome.Check.UnknownInLog)} of them in the log)");
        text.AppendLine($"  in the log   {Words.Count(outcome.Check.InLog),12}");
        text.AppendLine($"  read         {Words.Count(outcome.Check.Read),12}   by followers of the log and groups");
        text.AppendLine($"  in replicas  {Words.Count(outcome.Check.InReplicas),12}   on the disks of {Words.Count(outcome.Check.Replicas, "replica")}");
        text.AppendLine($"  time         {Words.Duration(outcome.Duration),12}");
        text.AppendLine();
        SummaryLines.Guarantees(text, outcome.Guarantees, withWords: false);
        WriteGaps(text, outcome.Gaps);
        SummaryLines.End(text, outcome.Problems, outcome.Info.Command);
        return text.ToString();
    }

    private static void WriteGaps(StringBuilder text, GapSummary gaps)
    {
        text.AppendLine();
        foreach (IGrouping<string, FaultGap> kind in gaps.Gaps.GroupBy(gap => gap.Fault.Kind))
        {
            text.AppendLine(
                $"  availability gap, {kind.Key} x {kind.Count()}: median {Words.Ms(Percentile.Median(kind.Select(gap => gap.GapMs)))}, "
                + $"worst {Words.Ms(kind.Max(gap => gap.GapMs))}");
        }

        text.AppendLine(
            $"  99th percentile of the latency: {Words.Ms(gaps.P99BeforeMs)} before faults, {Words.Ms(gaps.P99DuringMs)} during them after the gap"
            + (gaps.P99Ratio is { } ratio ? $" (x {ratio:F1})" : ""));
    }
}
