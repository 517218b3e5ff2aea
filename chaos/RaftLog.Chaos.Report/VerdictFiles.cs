using System.Text.Json;
using RaftLog.Chaos.History;

namespace RaftLog.Chaos.Report;

/// <summary>The files that every run ends with.</summary>
internal static class VerdictFiles
{
    /// <summary>Writes <c>verdict.json</c> and <c>summary.txt</c>.</summary>
    public static void Write(string runFolder, ChaosVerdict verdict)
    {
        File.WriteAllText(Path.Combine(runFolder, RunFiles.Verdict), JsonSerializer.Serialize(verdict, ReportJson.Default.ChaosVerdict));
        File.WriteAllText(Path.Combine(runFolder, RunFiles.Summary), verdict.Summary);
    }
}
