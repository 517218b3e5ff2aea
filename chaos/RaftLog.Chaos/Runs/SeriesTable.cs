using System.Globalization;
using System.Text;
using RaftLog.Chaos.Report;
using RaftLog.LocalCluster;

namespace RaftLog.Chaos;

/// <summary>The table over several runs: on the console and as Markdown under <c>.run/chaos/</c>.</summary>
internal static class SeriesTable
{
    private static readonly string[] Head =
        ["scenario", "rounds", "acknowledged", "lost", "duplicated", "out of order", "gap median ms", "gap worst ms", "verdict", "seed"];

    /// <summary>Prints the table and writes it to <c>.run/chaos/all.md</c>.</summary>
    public static async Task WriteAsync(IReadOnlyList<RunResult> results, CancellationToken cancellation)
    {
        string[][] rows = [Head, .. results.Select(Row)];
        int[] widths = [.. Head.Select((_, column) => rows.Max(r => r[column].Length))];
        var text = new StringBuilder();
        for (int i = 0; i < rows.Length; i++)
        {
            text.Append("| ").AppendJoin(" | ", rows[i].Select((cell, column) => cell.PadRight(widths[column]))).AppendLine(" |");
            if (i == 0)
            {
                text.Append("| ").AppendJoin(" | ", widths.Select(w => new string('-', w))).AppendLine(" |");
            }
        }

        Console.Write(text);
        string file = Path.Combine(Checkout.Root, ".run", "chaos", "all.md");
        await File.WriteAllTextAsync(file, text.ToString(), cancellation);
        Console.WriteLine($"Also in {Path.GetRelativePath(Environment.CurrentDirectory, file)}.");
    }

    private static string[] Row(RunResult result)
    {
        ChaosVerdict verdict = result.Verdict;
        double[] gaps = [.. verdict.Gaps.Select(g => g.GapMs).Order()];
        return
        [
            result.Scenario,
            Number(result.Rounds),
            Number(verdict.Acknowledged),
            Violations(verdict, "lost"),
            Violations(verdict, "twice"),
            Violations(verdict, "order"),
            gaps.Length == 0 ? "-" : Number(gaps[gaps.Length / 2]),
            gaps.Length == 0 ? "-" : Number(gaps[^1]),
            verdict.Passed ? "passed" : "FAILED",
            Number(verdict.Seed),
        ];
    }

    private static string Violations(ChaosVerdict verdict, string word) =>
        Number(verdict.Guarantees.Where(g => g.Name.Contains(word, StringComparison.OrdinalIgnoreCase)).Sum(g => g.Violations));

    private static string Number(double number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
