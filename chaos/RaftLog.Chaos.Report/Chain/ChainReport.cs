using System.Globalization;
using System.Text;
using System.Text.Json;
using RaftLog.Chaos.History;

namespace RaftLog.Chaos.Report;

/// <summary>Judges a run of a chain and writes <c>verdict.json</c> and <c>summary.txt</c> into its folder.</summary>
public static class ChainReport
{
    private const int ShownExamples = 10;

    /// <summary>Judges and writes.</summary>
    public static ChaosVerdict Write(string runFolder, ChainOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        GuaranteeVerdict[] guarantees = [.. Judge(outcome)];
        bool passed = outcome.Problems.Count == 0 && guarantees.All(one => one.Holds);
        string summary = Summarize(outcome, guarantees, passed);
        var verdict = new ChaosVerdict(outcome.Scenario, outcome.Seed, passed, guarantees, [], outcome.Records, summary);
        File.WriteAllText(Path.Combine(runFolder, RunFiles.Verdict), JsonSerializer.Serialize(verdict, ReportJson.Default.ChaosVerdict));
        File.WriteAllText(Path.Combine(runFolder, RunFiles.Summary), summary);
        return verdict;
    }

    private static IEnumerable<GuaranteeVerdict> Judge(ChainOutcome outcome)
    {
        yield return Verdict("Nothing is lost", $"{Words.Count(outcome.Read, "record")} of {Words.Count(outcome.Records)} came out.", outcome.Missing);
        yield return Verdict("Nothing is there twice", "No reader of committed records is shown one more than once.", outcome.Twice);
        yield return Verdict("The order is kept", "In each partition the records come out as they went in.", outcome.Disordered);
        yield return Verdict(
            "Brokers and workers were killed",
            $"{Words.Count(outcome.Faults.Count, "kill")} of brokers, {Words.Count(outcome.WorkerKills)} of transformers.",
            outcome.Faults.Count > 0 && outcome.WorkerKills > 0 ? [] : ["Nobody was killed, so nothing was tried."]);
    }

    private static GuaranteeVerdict Verdict(string name, string words, IReadOnlyList<string> violations) =>
        new(name, violations.Count == 0, violations.Count, words, [.. violations.Take(ShownExamples)]);

    private static string Summarize(ChainOutcome outcome, GuaranteeVerdict[] guarantees, bool passed)
    {
        var text = new StringBuilder();
        text.AppendLine($"{outcome.Scenario}, seed {outcome.Seed}: {(passed ? "PASSED" : "FAILED")}");
        text.AppendLine();
        text.AppendLine($"  records      {Words.Count(outcome.Records),14}   through {outcome.Clients}");
        string rate = string.Create(CultureInfo.InvariantCulture, $"{outcome.Read / Math.Max(outcome.Working.TotalSeconds, 0.001):N0}");
        text.AppendLine($"  working      {Words.Duration(outcome.Working),14}   {rate} records a second through the whole chain, kills and all");
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
}
