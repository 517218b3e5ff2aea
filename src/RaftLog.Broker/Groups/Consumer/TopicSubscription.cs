using System.Text.RegularExpressions;

namespace RaftLog.Broker.Groups;

/// <summary>The topics that a member subscribes to: by name, by regular expression, or both.</summary>
internal sealed class TopicSubscription
{
    /// <summary>No topic.</summary>
    public static readonly TopicSubscription None = new([], "");

    // Bounded in time by the length of a name, as that of the expressions that Kafka takes: backtracking could stop the coordinator.
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private readonly Regex? _regex;

    public TopicSubscription(IEnumerable<string> names, string pattern)
    {
        Names = [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Pattern = pattern;
        _regex = pattern.Length == 0 ? null : new Regex($@"\A(?:{pattern})\z", Options);
    }

    /// <summary>The names, each once, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The expression; empty for none.</summary>
    public string Pattern { get; }

    /// <summary>What is wrong with an expression; null when it can be used.</summary>
    public static string? ProblemWith(string pattern)
    {
        try
        {
            _ = new TopicSubscription([], pattern);
            return null;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return exception.Message;
        }
    }

    public bool Matches(string topic) => _regex?.IsMatch(topic) == true;

    public bool Includes(string topic) => Names.Contains(topic, StringComparer.Ordinal) || Matches(topic);

    /// <summary>Whether both mean the same topics.</summary>
    public bool SameAs(TopicSubscription other) => Pattern == other.Pattern && Names.SequenceEqual(other.Names, StringComparer.Ordinal);
}
