using RaftLog.Chaos.Report;

namespace RaftLog.Chaos;

/// <summary>What came of a run.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Folder">Where everything of it lies.</param>
/// <param name="Rounds">The rounds that were run.</param>
/// <param name="Verdict">The verdict of the checker.</param>
internal sealed record RunResult(string Scenario, string Folder, int Rounds, ChaosVerdict Verdict);
