using System.Globalization;
using System.Text;

namespace RaftLog.Simulator.Mutants;

/// <summary>The verdicts as a Markdown table, for <c>docs/testing.md</c>.</summary>
internal static class VerdictTable
{
    private const int LongestViolation = 130;

    public static string Format(IEnumerable<Verdict> verdicts)
    {
        var table = new StringBuilder();
        table.AppendLine("| mutant | defect | seeds until caught | caught by |");
        table.AppendLine("| --- | --- | ---: | --- |");
        foreach (var verdict in verdicts)
        {
            string seeds = verdict.Seed?.ToString(CultureInfo.InvariantCulture) ?? "**not caught**";
            table.AppendLine(CultureInfo.InvariantCulture, $"| `{verdict.Mutant.Name}` | {verdict.Mutant.Description} | {seeds} | {Shortened(verdict.Violation)} |");
        }

        return table.ToString();
    }

    private static string Shortened(string violation)
    {
        string line = violation.ReplaceLineEndings(" ").Replace("|", "/", StringComparison.Ordinal);
        return line.Length <= LongestViolation ? line : $"{line[..LongestViolation]}…";
    }
}
