namespace RaftLog.Chaos.History;

/// <summary>The names of the files in the folder of a run.</summary>
public static class RunFiles
{
    /// <summary>What the nemeses did (<see cref="FaultLog"/>).</summary>
    public const string Faults = "faults.jsonl";

    /// <summary>The result in words.</summary>
    public const string Summary = "summary.txt";

    /// <summary>The result as a page.</summary>
    public const string Report = "report.html";

    /// <summary>The result for programs.</summary>
    public const string Verdict = "verdict.json";

    /// <summary>What the report says of the run itself.</summary>
    public const string Info = "run.json";

    private const string HistoryPrefix = "history-";
    private const string HistorySuffix = ".jsonl";

    /// <summary>The history of a worker.</summary>
    public static string History(string worker) => $"{HistoryPrefix}{worker}{HistorySuffix}";

    /// <summary>The histories in a folder, by name.</summary>
    public static IReadOnlyList<string> Histories(string runFolder)
    {
        string[] files = Directory.GetFiles(runFolder, HistoryPrefix + "*" + HistorySuffix);
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }
}
