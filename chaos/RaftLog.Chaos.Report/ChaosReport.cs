using System.Text.Json;
using RaftLog.Chaos.History;

namespace RaftLog.Chaos.Report;

/// <summary>Checks the histories of a run and writes the report into its folder.</summary>
public static class ChaosReport
{
    /// <summary>Checks a run that has just ended and writes <c>run.json</c>, <c>verdict.json</c>, <c>summary.txt</c> and <c>report.html</c>.</summary>
    /// <exception cref="InvalidDataException">A file of the run cannot be understood.</exception>
    public static ChaosVerdict Write(string runFolder, RunInfo run)
    {
        ArgumentNullException.ThrowIfNull(run);
        run = run.Machine.Count > 0 ? run : run with { Machine = MachineFacts.Read() };
        File.WriteAllText(Path.Combine(runFolder, RunFiles.Info), JsonSerializer.Serialize(run, ReportJson.Default.RunInfo));

        RunOutcome outcome = Evaluate(runFolder, run);
        var verdict = new ChaosVerdict(
            run.Scenario, run.Seed, outcome.Passed, outcome.Guarantees, outcome.Gaps.Gaps, outcome.Check.Acknowledged, SummaryText.Write(outcome));
        VerdictFiles.Write(runFolder, verdict);
        File.WriteAllText(Path.Combine(runFolder, RunFiles.Report), ReportPage.Write(outcome));
        return verdict;
    }

    /// <summary>Checks a run again, from the files of its folder, and writes the report anew.</summary>
    /// <exception cref="InvalidDataException">A file of the run is missing or cannot be understood.</exception>
    public static ChaosVerdict Check(string runFolder)
    {
        string file = Path.Combine(runFolder, RunFiles.Info);
        if (!File.Exists(file))
        {
            throw new InvalidDataException($"{runFolder} is not the folder of a run that ended: it has no {RunFiles.Info}.");
        }

        try
        {
            return Write(runFolder, JsonSerializer.Deserialize(File.ReadAllText(file), ReportJson.Default.RunInfo)!);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{file}: {e.Message}", e);
        }
    }

    private static RunOutcome Evaluate(string runFolder, RunInfo run)
    {
        var timeline = new RunTimeline();
        CheckResult result = HistoryChecker.CheckFolder(runFolder, timeline.Add);
        GapSummary gaps = new GapMeter(timeline, FaultLog.Read(runFolder)).Measure();
        return new RunOutcome(run, result, timeline, gaps, Guarantees.Judge(result));
    }
}
