using System.Globalization;

namespace RaftLog.Chaos.Report;

/// <summary>Judges a run over a compacted topic and writes <c>verdict.json</c> and <c>summary.txt</c> into its folder.</summary>
public static class CompactionReport
{
    private const double Mebibyte = 1024.0 * 1024;

    /// <summary>Judges and writes.</summary>
    public static ChaosVerdict Write(string runFolder, CompactionOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return KillsReport.Write(runFolder, outcome, outcome.Updates, [.. Judge(outcome)], Facts(outcome));
    }

    private static IEnumerable<GuaranteeVerdict> Judge(CompactionOutcome outcome)
    {
        yield return KillsReport.Verdict(
            "No last value is lost",
            $"Each of {Words.Count(outcome.Keys, "key")} has what was acknowledged last, on the disks of {Words.Count(outcome.BytesOfBrokers.Count, "broker")} and for a reader.",
            outcome.Differences);
        yield return KillsReport.Verdict("Nothing is left over", "No unfinished, replaced or damaged file is there in the end.", outcome.Strays);
        string size = string.Create(CultureInfo.InvariantCulture, $"On disk there is {outcome.Ratio:F2} times the live data, at most {outcome.MaxRatio:F1} times was allowed.");
        yield return KillsReport.Verdict("Logs are short", size, outcome.Ratio <= outcome.MaxRatio ? [] : [size]);
        yield return KillsReport.Verdict(
            "Brokers were killed while they compacted",
            $"{Words.Count(outcome.Faults.Count, "kill")}.",
            outcome.Faults.Count > 0 ? [] : ["No broker was killed, so nothing was tried."]);
    }

    private static IEnumerable<string> Facts(CompactionOutcome outcome)
    {
        yield return KillsReport.Fact("updates", Words.Count(outcome.Updates), $"acknowledged, of {Words.Count(outcome.Keys, "key")}, by {outcome.Workers}");
        yield return KillsReport.Fact("written", Size(outcome.WrittenBytes), "keys and values, about");
        yield return KillsReport.Fact("live", Size(outcome.LiveBytes), "keys and values of the last updates");
        yield return KillsReport.Fact("peak", Size(outcome.PeakBytes), "on the disk of one broker, while it happened");
        foreach ((int broker, long bytes) in outcome.BytesOfBrokers)
        {
            string ratio = string.Create(CultureInfo.InvariantCulture, $"on disk in the end, {(double)bytes / outcome.LiveBytes:F2} x live");
            yield return KillsReport.Fact($"broker {broker}", Size(bytes), ratio);
        }

        yield return KillsReport.Fact("writing", Words.Duration(outcome.Writing));
        yield return KillsReport.Fact("settling", Words.Duration(outcome.Settling));
    }

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / Mebibyte:N1} MiB");
}
