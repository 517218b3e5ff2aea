using System.Collections.Immutable;

namespace RaftLog.Metadata;

/// <summary>What the value of a configuration key must fulfil besides its type.</summary>
/// <param name="Accepts">The accepted values in words: <c>at least 0</c>.</param>
/// <param name="IsFulfilled">Whether a trimmed value of the right type is accepted.</param>
public sealed record ConfigRule(string Accepts, Func<string, bool> IsFulfilled)
{
    /// <summary>A number not below <paramref name="minimum"/>.</summary>
    public static ConfigRule AtLeast(double minimum) => new($"at least {minimum:0.#####}", value => double.Parse(value) >= minimum);

    /// <summary>A number from <paramref name="minimum"/> to <paramref name="maximum"/>, both included.</summary>
    public static ConfigRule Between(double minimum, double maximum) =>
        new($"between {minimum:0.#####} and {maximum:0.#####}", value => double.Parse(value) >= minimum && double.Parse(value) <= maximum);

    /// <summary>One of some words.</summary>
    public static ConfigRule OneOf(params ImmutableArray<string> words) => new($"one of {string.Join(", ", words)}", value => words.Contains(value));

    /// <summary>A list, not empty, of some words.</summary>
    public static ConfigRule ListOf(params ImmutableArray<string> words) =>
        new($"one or more of {string.Join(", ", words)}", value => ConfigValues.List(value) is { Length: > 0 } items && items.All(words.Contains));

    /// <summary>What is wrong with a value, or null.</summary>
    public string? ProblemWith(string value) => IsFulfilled(value) ? null : $"it must be {Accepts}";
}
