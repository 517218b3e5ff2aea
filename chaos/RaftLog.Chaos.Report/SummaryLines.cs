using System.Text;

namespace RaftLog.Chaos.Report;

/// <summary>The lines that are in every <c>summary.txt</c>.</summary>
internal static class SummaryLines
{
    public static void Title(StringBuilder text, string scenario, long seed, bool passed) =>
        text.AppendLine($"{scenario}, seed {seed}: {(passed ? "PASSED" : "FAILED")}");

    /// <summary>Which guarantees held, and examples of what broke the others.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="guarantees">The guarantees.</param>
    /// <param name="withWords">Whether it is said of one that held what was looked at.</param>
    public static void Guarantees(StringBuilder text, IEnumerable<GuaranteeVerdict> guarantees, bool withWords)
    {
        foreach (GuaranteeVerdict guarantee in guarantees)
        {
            string words = !guarantee.Holds ? $": {Words.Count(guarantee.Violations)}" : withWords ? $": {guarantee.Words}" : "";
            text.AppendLine($"  {(guarantee.Holds ? "holds " : "BROKEN")}  {guarantee.Name}{words}");
            foreach (string example in guarantee.Examples)
            {
                text.AppendLine($"            {example}");
            }
        }
    }

    /// <summary>What went wrong with the run itself, and how to repeat it.</summary>
    public static void End(StringBuilder text, IEnumerable<string> problems, string command)
    {
        foreach (string problem in problems)
        {
            text.AppendLine($"  PROBLEM  {problem}");
        }

        text.AppendLine();
        text.AppendLine($"Again: {command}");
    }
}
