using System.Text;
using RaftLog.Chaos.History;

namespace RaftLog.Chaos.Report;

/// <summary>Writes the verdict and the summary of a run whose faults are kills: the facts first, then who was killed, then what held.</summary>
internal static class KillsReport
{
    private const int ShownExamples = 10;

    /// <summary>Writes both into the folder.</summary>
    /// <param name="runFolder">The run's folder.</param>
    /// <param name="outcome">The run.</param>
    /// <param name="acknowledged">The records that were acknowledged.</param>
    /// <param name="guarantees">What was judged.</param>
    /// <param name="facts">What the summary says of the workload, line by line.</param>
    public static ChaosVerdict Write(
        string runFolder, KillsOutcome outcome, long acknowledged, IReadOnlyList<GuaranteeVerdict> guarantees, IEnumerable<string> facts)
    {
        bool passed = outcome.Problems.Count == 0 && guarantees.All(one => one.Holds);
        string summary = Summarize(outcome, guarantees, facts, passed);
        var verdict = new ChaosVerdict(outcome.Scenario, outcome.Seed, passed, guarantees, [], acknowledged, summary);
        VerdictFiles.Write(runFolder, verdict);
        return verdict;
    }

    /// <summary>Holds when there are no violations.</summary>
    public static GuaranteeVerdict Verdict(string name, string words, IReadOnlyList<string> violations) =>
        new(name, violations.Count == 0, violations.Count, words, [.. violations.Take(ShownExamples)]);

    /// <summary>A line of the facts: what, how much, and what that means.</summary>
    public static string Fact(string name, string value, string words = "") => $"  {name,-12} {value,14}{(words.Length > 0 ? "   " : "")}{words}";

    private static string Summarize(KillsOutcome outcome, IReadOnlyList<GuaranteeVerdict> guarantees, IEnumerable<string> facts, bool passed)
    {
        var text = new StringBuilder();
        SummaryLines.Title(text, outcome.Scenario, outcome.Seed, passed);
        text.AppendLine();
        foreach (string fact in facts)
        {
            text.AppendLine(fact);
        }

        text.AppendLine();
        foreach (FaultEvent fault in outcome.Faults)
        {
            text.AppendLine($"  killed  {fault.Target}. {fault.Words}");
        }

        SummaryLines.Guarantees(text, guarantees, withWords: true);
        SummaryLines.End(text, outcome.Problems, outcome.Command);
        return text.ToString();
    }
}
