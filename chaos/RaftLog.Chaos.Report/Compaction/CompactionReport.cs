using System.Globalization;
using System.Text;
using System.Text.Json;
using RaftLog.Chaos.History;

namespace RaftLog.Chaos.Report;

/// <summary>Judges a run over a compacted topic and writes <c>verdict.json</c> and <c>summary.txt</c> into its folder.</summary>
public static class CompactionReport
{
    private const int ShownExamples = 10;
    private const double Mebibyte = 1024.0 * 1024;

    /// <summary>Judges and writes.</summary>
    public static ChaosVerdict Write(string runFolder, CompactionOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        GuaranteeVerdict[] guarantees = [.. Judge(outcome)];
        bool passed = outcome.Problems.Count == 0 && guarantees.All(one => one.Holds);
        string summary = Summarize(outcome, guarantees, passed);
        var verdict = new ChaosVerdict(outcome.Scenario, outcome.Seed, passed, guarantees, [], outcome.Updates, summary);
        File.WriteAllText(Path.Combine(runFolder, RunFiles.Verdict), JsonSerializer.Serialize(verdict, ReportJson.Default.ChaosVerdict));
        File.WriteAllText(Path.Combine(runFolder, RunFiles.Summary), summary);
        return verdict;
    }

    private static IEnumerable<GuaranteeVerdict> Judge(CompactionOutcome outcome)
    {
        yield return Verdict(
            "No last value is lost",
            $"Each of {Words.Count(outcome.Keys, "key")} has what was acknowledged last, on the disks of {Words.Count(outcome.BytesOfBrokers.Count, "broker")} and for a reader.",
            outcome.Differences);
        yield return Verdict("Nothing is left over", "No unfinished, replaced or damaged file is there in the end.", outcome.Strays);
        string size = string.Create(CultureInfo.InvariantCulture, $"On disk there is {outcome.Ratio:F2} times the live data, at most {outcome.MaxRatio:F1} times was allowed.");
        yield return Verdict("Logs are short", size, outcome.Ratio <= outcome.MaxRatio ? [] : [size]);
        yield return Verdict(
            "Brokers were killed while they compacted",
            $"{Words.Count(outcome.Faults.Count, "kill")}.",
            outcome.Faults.Count > 0 ? [] : ["No broker was killed, so nothing was tried."]);
    }

    private static GuaranteeVerdict Verdict(string name, string words, IReadOnlyList<string> violations) =>
        new(name, violations.Count == 0, violations.Count, words, [.. violations.Take(ShownExamples)]);

    private static string Summarize(CompactionOutcome outcome, GuaranteeVerdict[] guarantees, bool passed)
    {
        var text = new StringBuilder();
        text.AppendLine($"{outcome.Scenario}, seed {outcome.Seed}: {(passed ? "PASSED" : "FAILED")}");
        text.AppendLine();
        text.AppendLine($"  updates      {Words.Count(outcome.Updates),14}   acknowledged, of {Words.Count(outcome.Keys, "key")}, by {outcome.Workers}");
        text.AppendLine($"  written      {Size(outcome.WrittenBytes),14}   keys and values, about");
        text.AppendLine($"  live         {Size(outcome.LiveBytes),14}   keys and values of the last updates");
        text.AppendLine($"  peak         {Size(outcome.PeakBytes),14}   on the disk of one broker, while it happened");
        foreach ((int broker, long bytes) in outcome.BytesOfBrokers)
        {
            text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"  broker {broker}     {Size(bytes),14}   on disk in the end, {(double)bytes / outcome.LiveBytes:F2} x live"));
        }

        text.AppendLine($"  writing      {Words.Duration(outcome.Writing),14}");
        text.AppendLine($"  settling     {Words.Duration(outcome.Settling),14}");
        text.AppendLine();
        foreach (FaultEvent fault in outcome.Faults)
        {
            text.AppendLine($"  killed  {fault.Target}. {fault.Words}");
        }

        foreach (GuaranteeVerdict guarantee in guarantees)
        {
            text.AppendLine($"  {(guarantee.Holds ? "holds " : "BROKEN")}  {guarantee.Name}{(guarantee.Holds ? $": {guarantee.Words}" : $": {Words.Count(guarantee.Violations)}")}");
            foreach (string example in guarantee.Examples)
            {
                text.AppendLine($"            {example}");
            }
        }

        foreach (string problem in outcome.Problems)
        {
            text.AppendLine($"  PROBLEM  {problem}");
        }

        text.AppendLine();
        text.AppendLine($"Again: {outcome.Command}");
        return text.ToString();
    }

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / Mebibyte:N1} MiB");
}
