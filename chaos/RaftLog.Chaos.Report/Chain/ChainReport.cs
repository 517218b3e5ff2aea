using System.Globalization;

namespace RaftLog.Chaos.Report;

/// <summary>Judges a run of a chain and writes <c>verdict.json</c> and <c>summary.txt</c> into its folder.</summary>
public static class ChainReport
{
    /// <summary>Judges and writes.</summary>
    public static ChaosVerdict Write(string runFolder, ChainOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return KillsReport.Write(runFolder, outcome, outcome.Records, [.. Judge(outcome)], Facts(outcome));
    }

    private static IEnumerable<GuaranteeVerdict> Judge(ChainOutcome outcome)
    {
        yield return KillsReport.Verdict("Nothing is lost", $"{Words.Count(outcome.Read, "record")} of {Words.Count(outcome.Records)} came out.", outcome.Missing);
        yield return KillsReport.Verdict("Nothing is there twice", "No reader of committed records is shown one more than once.", outcome.Twice);
        yield return KillsReport.Verdict("The order is kept", "In each partition the records come out as they went in.", outcome.Disordered);
        yield return KillsReport.Verdict(
            "Brokers and workers were killed",
            $"{Words.Count(outcome.Faults.Count, "kill")} of brokers, {Words.Count(outcome.WorkerKills)} of transformers.",
            outcome.Faults.Count > 0 && outcome.WorkerKills > 0 ? [] : ["Nobody was killed, so nothing was tried."]);
    }

    private static IEnumerable<string> Facts(ChainOutcome outcome)
    {
        string rate = string.Create(CultureInfo.InvariantCulture, $"{outcome.Read / Math.Max(outcome.Working.TotalSeconds, 0.001):N0}");
        yield return KillsReport.Fact("records", Words.Count(outcome.Records), $"through {outcome.Clients}");
        yield return KillsReport.Fact("working", Words.Duration(outcome.Working), $"{rate} records a second through the whole chain, kills and all");
    }
}
