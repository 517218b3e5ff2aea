namespace RaftLog.Chaos.History;

/// <summary>Compares what somebody has of a compacted topic with what was acknowledged last.</summary>
public static class UpdateCheck
{
    /// <summary>The keys that are not as they have to be, each in words; empty when all are.</summary>
    /// <param name="who">Who has it.</param>
    /// <param name="expected">The last value of each key; null for a deleted one, of which a tombstone may be left.</param>
    /// <param name="found">What is there, likewise.</param>
    public static IReadOnlyList<string> Compare(string who, IReadOnlyDictionary<string, byte[]?> expected, IReadOnlyDictionary<string, byte[]?> found)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(found);
        var differences = new List<string>();
        foreach ((string key, byte[]? value) in expected)
        {
            byte[]? there = found.GetValueOrDefault(key);
            if (value is null ? there is not null : !value.AsSpan().SequenceEqual(there) || there is null)
            {
                differences.Add($"{who} has {Describe(there)} for {key}, {Describe(value)} was acknowledged last.");
            }
        }

        differences.AddRange(found.Keys.Where(key => !expected.ContainsKey(key)).Select(key => $"{who} has {key}, which nobody wrote."));
        return differences;
    }

    // The head of a value names its update.
    private static string Describe(byte[]? value)
    {
        if (value is null)
        {
            return "nothing";
        }

        int head = Array.IndexOf(value, (byte)' ');
        return head > 0 ? System.Text.Encoding.ASCII.GetString(value, 0, head) : "something else";
    }
}
