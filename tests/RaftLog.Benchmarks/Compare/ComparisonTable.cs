using System.Globalization;
using RaftLog.Benchmarks.Results;

namespace RaftLog.Benchmarks.Compare;

/// <summary>A comparison as Markdown: what got worse first, then what got better; how many stayed the same.</summary>
internal static class ComparisonTable
{
    public static void Write(TextWriter output, IReadOnlyList<Change> changes)
    {
        WriteAll(output, "Worse", [.. changes.Where(change => change.Verdict == Verdict.Worse)]);
        WriteAll(output, "Better", [.. changes.Where(change => change.Verdict == Verdict.Better)]);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{changes.Count(change => change.Verdict == Verdict.Worse)} worse, {changes.Count(change => change.Verdict == Verdict.Better)} better, "
            + $"{changes.Count(change => change.Verdict == Verdict.Same)} the same within noise."));
    }

    private static void WriteAll(TextWriter output, string title, Change[] changes)
    {
        if (changes.Length == 0)
        {
            return;
        }

        output.WriteLine($"| {title} | flush | | before | after | ratio |");
        output.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (Change change in changes)
        {
            string format = change.Metric.Format;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {change.Row.Title} | {change.Row.Flush} | {change.Metric.Title} | {MetricTable.Range(change.Before, format)} | {MetricTable.Range(change.After, format)} | {change.Ratio:0.00} |"));
        }

        output.WriteLine();
    }
}
