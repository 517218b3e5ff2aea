using RaftLog.Chaos.History;

namespace RaftLog.Chaos.Report;

/// <summary>All that the report is written from.</summary>
/// <param name="Info">What the runner said of the run.</param>
/// <param name="Check">What the checker found.</param>
/// <param name="Timeline">What happened when.</param>
/// <param name="Gaps">What the faults cost.</param>
/// <param name="Guarantees">The verdict of each guarantee.</param>
internal sealed record RunOutcome(
    RunInfo Info, CheckResult Check, RunTimeline Timeline, GapSummary Gaps, IReadOnlyList<GuaranteeVerdict> Guarantees)
{
    /// <summary>What went wrong beside the guarantees, in words.</summary>
    public IReadOnlyList<string> Problems { get; } =
    [
        .. Info.Problems,
        .. Gaps.Breaches(Info.Limits),
        .. Check.Acknowledged == 0 ? (string[])["Nothing was acknowledged, so nothing was tested."] : [],
    ];

    /// <summary>Whether every guarantee held and nothing else went wrong.</summary>
    public bool Passed => Problems.Count == 0 && Guarantees.All(guarantee => guarantee.Holds);

    /// <summary>The time for which producers were busy.</summary>
    public TimeSpan Duration => TimeSpan.FromMicroseconds(Timeline.EndUs - Timeline.StartUs);

    /// <summary>The verdict in a sentence.</summary>
    public string Headline
    {
        get
        {
            string faults = Words.Count(Gaps.Gaps.Count, "fault");
            GuaranteeVerdict? broken = Guarantees.FirstOrDefault(guarantee => !guarantee.Holds);
            return broken is not null
                ? $"“{broken.Name}” does not hold: {Words.Count(broken.Violations, "violation")} in {faults}."
                : Problems.Count > 0
                    ? $"Every guarantee held over {faults}, but: {Problems[0]}"
                    : $"{faults}, {Words.Count(Check.Acknowledged)} acknowledged records: none lost, none doubled, none out of order.";
        }
    }
}
