using System.Collections.Immutable;

namespace RaftLog.Metadata;

/// <summary>One configuration key: its type, its default, what it accepts, and what it does.</summary>
/// <param name="Name">The key, by Kafka's name; ours begin with <c>raftlog.</c>.</param>
/// <param name="Type">The type of the value.</param>
/// <param name="Default">The value where nothing is set, as text; null for none.</param>
/// <param name="Documentation">What it does, for people.</param>
public sealed record ConfigDefinition(string Name, ConfigType Type, string? Default, string Documentation)
{
    /// <summary>
    /// The broker keys that stand in when the topic does not set this one, the nearest first, each with how its value becomes one of this
    /// key (<c>log.retention.hours</c> counts hours). Empty for broker keys.
    /// </summary>
    public ImmutableArray<ConfigSynonym> Synonyms { get; init; } = [];

    /// <summary>What the value must fulfil besides its type.</summary>
    public ConfigRule? Rule { get; init; }

    /// <summary>Whether only a broker's own configuration file can set it.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Whether the value is a secret, which no answer shows.</summary>
    public bool IsSensitive => Type == ConfigType.Password;

    /// <summary>
    /// Whether setting it changes what a broker does today. Otherwise it is accepted and kept, because that does no harm, and
    /// <see cref="Documentation"/> says so.
    /// </summary>
    public bool IsHonoured { get; init; } = true;

    /// <summary>What is wrong with <paramref name="value"/>, or null when it is a value of this key.</summary>
    public string? ProblemWith(string? value)
    {
        if (value is null)
        {
            return $"{Name} needs a value";
        }

        string text = value.Trim();
        string? problem = ConfigValues.ProblemWithType(Type, text) ?? Rule?.ProblemWith(text);
        return problem is null ? null : $"Invalid value '{value}' for {Name}: {problem}";
    }
}
