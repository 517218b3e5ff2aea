using RaftLog.Chaos.History;

namespace RaftLog.Chaos.Report;

/// <summary>Says of each guarantee in plain words whether it held.</summary>
internal static class Guarantees
{
    /// <summary>The verdicts, the weightiest first.</summary>
    public static IReadOnlyList<GuaranteeVerdict> Judge(CheckResult result) =>
    [
        Verdict(
            result,
            "Nothing acknowledged is lost",
            $"Each of {Words.Count(result.Acknowledged, "acknowledged record")} was looked for in the log that was read back at the end.",
            AnomalyKind.Lost),
        Verdict(
            result,
            "Nothing is there twice",
            $"{Words.Count(result.InLog, "record")} in the log, each at most once, however often its producer had to send it.",
            AnomalyKind.Duplicated),
        Verdict(result, "Order is kept", "In each partition the records of a producer stand in the order in which it sent them.", AnomalyKind.Reordered),
        Verdict(
            result,
            "Nothing comes out of nowhere",
            $"Every record in the log was sent, and none that was refused is there. "
                + (result.Unknown == 0
                    ? "All producers were told the fate of all their records."
                    : $"The fate of {Words.Count(result.Unknown, "record")} was not told; {Words.Count(result.UnknownInLog)} of them are in the log, which is right either way."),
            AnomalyKind.Phantom),
        Verdict(
            result,
            "Offsets stay",
            "Each record is at the offset that its producer was told, and no offset is left out.",
            AnomalyKind.Moved,
            AnomalyKind.Hole),
        Verdict(
            result,
            "All see the same log",
            $"{Words.Count(result.Read, "record")} read while it happened agree with the log, offset by offset; "
                + (result.Replicas == 0
                    ? "the files of the replicas were not looked at."
                    : $"so do {Words.Count(result.InReplicas, "record")} on the disks of {Words.Count(result.Replicas, "replica")}, and a majority of them has all of it."),
            AnomalyKind.Diverging,
            AnomalyKind.TooFewCopies),
        Verdict(result, "Only what is committed is read", "No reader was given a record that is not in the log for good.", AnomalyKind.ReadUncommitted),
        Verdict(
            result, "Readers miss nothing", "No reader jumped over a record, and no group committed beyond one that it was not given.", AnomalyKind.Skipped),
        Verdict(
            result,
            "Committed offsets hold",
            $"{Words.Count(result.Commits, "commit")} of consumer groups: whoever resumed was told the last one.",
            AnomalyKind.CommitWentBack,
            AnomalyKind.CommitInvented),
        Completeness(result),
    ];

    private static GuaranteeVerdict Verdict(CheckResult result, string name, string words, params AnomalyKind[] kinds)
    {
        long violations = kinds.Sum(result.Anomalies.Count);
        string[] examples = [.. result.Anomalies.Examples.Where(anomaly => kinds.Contains(anomaly.Kind)).Select(anomaly => anomaly.Words)];
        return new GuaranteeVerdict(name, violations == 0, violations, words, examples);
    }

    private static GuaranteeVerdict Completeness(CheckResult result)
    {
        bool isComplete = result.Missing.Count == 0 && result.Unverified == 0;
        return new GuaranteeVerdict(
            "Everything could be checked",
            isComplete,
            Math.Max(result.Missing.Count, result.Unverified),
            isComplete
                ? "All partitions were read back from their first offset to their last."
                : $"{Words.Count(result.Unverified, "acknowledged record")} could not be looked for.",
            result.Missing);
    }
}
