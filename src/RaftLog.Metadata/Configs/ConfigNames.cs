namespace RaftLog.Metadata;

/// <summary>Checks keys against a table of definitions and, for an unknown one, finds what was probably meant.</summary>
internal static class ConfigNames
{
    // Up to three slips of the finger; more would suggest keys that merely look alike.
    private const int MaxDistance = 3;

    // More would no longer be read.
    private const int MostNames = 5;

    // A longer one is no slip, and to compare it would cost as much as it is long.
    private const int LongestName = 256;

    private static readonly char[] WordEnds = ['.', '_', '-'];

    /// <summary>What is wrong with giving <paramref name="name"/> this value, or null.</summary>
    public static string? ProblemWith(IReadOnlyDictionary<string, ConfigDefinition> table, string name, string? value) =>
        table.TryGetValue(name, out var definition) ? definition.ProblemWith(value) : Unknown(table, name);

    /// <summary>The message for a key that is not in the table.</summary>
    public static string Unknown(IReadOnlyDictionary<string, ConfigDefinition> table, string name)
    {
        var near = Near(table.Keys, name);
        return near.Count == 0
            ? $"Unknown configuration '{name}'"
            : $"Unknown configuration '{name}'; did you mean {string.Join(" or ", near.Select(one => $"'{one}'"))}?";
    }

    /// <summary>
    /// The names that were probably meant, the likeliest first: those that differ least, then those that have all words of <paramref name="name"/>
    /// among theirs (<c>compaction.lag</c>).
    /// </summary>
    public static IReadOnlyList<string> Near(IEnumerable<string> names, string name)
    {
        if (name.Length > LongestName)
        {
            return [];
        }

        var candidates = names.Order(StringComparer.Ordinal).ToList();
        var slips = from candidate in candidates
                    let distance = EditDistance(candidate, name)
                    where distance <= MaxDistance
                    orderby distance
                    select candidate;
        var words = name.Split(WordEnds, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var parts = words.Length == 0 ? [] : candidates.Where(candidate => words.All(candidate.Split(WordEnds).Contains));
        return [.. slips.Concat(parts).Distinct().Take(MostNames)];
    }

    /// <summary>How many letters must be inserted, removed, replaced or swapped with their neighbour to make one text of the other.</summary>
    internal static int EditDistance(string a, string b)
    {
        // Optimal string alignment: d[i, j] is the distance of the first i letters of a from the first j of b.
        var d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            d[i, 0] = i;
        }

        for (int j = 0; j <= b.Length; j++)
        {
            d[0, j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(replaced, Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
