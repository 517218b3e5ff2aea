using System.Buffers;

namespace RaftLog.Metadata;

/// <summary>Which names a topic may have: Kafka's rules, since clients check them too.</summary>
public static class TopicNames
{
    /// <summary>The longest name; with a partition number behind it, it is still a file name.</summary>
    public const int MaxLength = 249;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    /// <summary>What is wrong with a name, or null.</summary>
    public static string? ProblemWith(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0)
        {
            return "A topic name must not be empty";
        }

        if (name is "." or "..")
        {
            return $"A topic must not be called '{name}'";
        }

        if (name.Length > MaxLength)
        {
            return $"A topic name has at most {MaxLength} characters, not {name.Length}";
        }

        int bad = name.AsSpan().IndexOfAnyExcept(Allowed);
        return bad < 0 ? null : $"Topic name '{name}' has an invalid character at position {bad}: only letters, digits, '.', '_' and '-' are allowed";
    }

    /// <summary>
    /// An existing topic that differs from <paramref name="name"/> only in '.' for '_', or null: metrics systems take both for the
    /// same, so Kafka refuses the second one.
    /// </summary>
    internal static string? Colliding(IEnumerable<string> existing, string name)
    {
        if (!MayCollide(name))
        {
            return null;
        }

        string wanted = name.Replace('.', '_');
        return existing.FirstOrDefault(other => other.Length == name.Length && MayCollide(other) && other.Replace('.', '_') == wanted);
    }

    private static bool MayCollide(string name) => name.AsSpan().ContainsAny('.', '_');
}
