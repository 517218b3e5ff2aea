using System.Text.RegularExpressions;

namespace RaftLog.Simulator.Checks;

/// <summary>Picks from the end of a trace what concerns the brokers and groups that a failure names; faults concern all.</summary>
internal static partial class ConcernedEvents
{
    private const int Shown = 40;

    public static IReadOnlyList<string> Of(IEnumerable<string> events, string failure)
    {
        var named = Subjects().Matches(failure).Select(match => match.Value).ToHashSet();
        return [.. events.Where(line => named.Count == 0 || Concerns(line, named)).TakeLast(Shown)];
    }

    private static bool Concerns(string line, HashSet<string> named)
    {
        var subjects = Subjects().Matches(line).Select(match => match.Value).ToList();
        return subjects.Count == 0 || line.Contains("  fault", StringComparison.Ordinal) || subjects.Exists(named.Contains);
    }

    [GeneratedRegex("(broker|group|partition) [0-9]+")]
    private static partial Regex Subjects();
}
