namespace RaftLog.Chaos.Report;

/// <summary>What a run showed.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Passed">Whether every guarantee held, every bound was kept and the run itself went as it should.</param>
/// <param name="Guarantees">The verdict of each guarantee.</param>
/// <param name="Gaps">The availability gap of each fault.</param>
/// <param name="Acknowledged">Records that were acknowledged.</param>
/// <param name="Summary">The text of <c>summary.txt</c>.</param>
public sealed record ChaosVerdict(
    string Scenario,
    long Seed,
    bool Passed,
    IReadOnlyList<GuaranteeVerdict> Guarantees,
    IReadOnlyList<FaultGap> Gaps,
    long Acknowledged,
    string Summary);
