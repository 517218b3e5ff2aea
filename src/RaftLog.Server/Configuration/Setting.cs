using System.Globalization;

namespace RaftLog.Server.Configuration;

/// <summary>One row of the table of settings: how it is spelt, what it accepts, what it means, and how its text becomes a value.</summary>
internal sealed class Setting
{
    /// <summary>Stands for the position in a list: <c>Controllers:#:Id</c>.</summary>
    public const string ListPosition = "#";

    private readonly Func<RaftLogOptions, int, string, bool> _apply;

    private Setting(string key, string accepted, string fallback, string meaning, Func<RaftLogOptions, int, string, bool> apply)
    {
        Key = key;
        Accepted = accepted;
        Default = fallback;
        Meaning = meaning;
        _apply = apply;
    }

    /// <summary>The key below the section <c>RaftLog</c>, parts joined by colons.</summary>
    public string Key { get; }

    /// <summary>The accepted values in words.</summary>
    public string Accepted { get; }

    /// <summary>The default in words; "required" where there is none.</summary>
    public string Default { get; }

    /// <summary>What the setting does, in one line.</summary>
    public string Meaning { get; }

    /// <summary>Sets the value in <paramref name="options"/>.</summary>
    /// <param name="options">The options to change.</param>
    /// <param name="position">The position in the list, for a key of a list.</param>
    /// <param name="text">The value as written.</param>
    /// <returns>False when the text is not an accepted value.</returns>
    public bool TryApply(RaftLogOptions options, int position, string text) => _apply(options, position, text);

    public static Setting Integer(
        string key, int minimum, int maximum, string fallback, string meaning, Action<RaftLogOptions, int, int> set) =>
        new(key, $"an integer from {minimum} to {maximum}", fallback, meaning, (options, position, text) =>
        {
            if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) || value < minimum || value > maximum)
            {
                return false;
            }

            set(options, position, value);
            return true;
        });

    public static Setting Boolean(string key, string fallback, string meaning, Action<RaftLogOptions, bool> set) =>
        new(key, "true or false", fallback, meaning, (options, _, text) =>
        {
            if (!bool.TryParse(text, out bool value))
            {
                return false;
            }

            set(options, value);
            return true;
        });

    public static Setting Text(
        string key, string accepted, Predicate<string> isAccepted, string fallback, string meaning, Action<RaftLogOptions, string> set) =>
        new(key, accepted, fallback, meaning, (options, _, text) =>
        {
            if (!isAccepted(text))
            {
                return false;
            }

            set(options, text);
            return true;
        });

    /// <summary>A text of a list; the position is handed on.</summary>
    public static Setting ListedText(
        string key, string accepted, Predicate<string> isAccepted, string fallback, string meaning, Action<RaftLogOptions, int, string> set) =>
        new(key, accepted, fallback, meaning, (options, position, text) =>
        {
            if (!isAccepted(text))
            {
                return false;
            }

            set(options, position, text);
            return true;
        });

    /// <summary>One of the names of an enumeration, in any case.</summary>
    public static Setting Choice<T>(string key, string fallback, string meaning, Action<RaftLogOptions, T> set)
        where T : struct, Enum =>
        new(key, string.Join(" or ", Enum.GetNames<T>().Select(name => name.ToLowerInvariant())), fallback, meaning, (options, _, text) =>
        {
            // The framework would take a number for an enumeration's name too; nobody means that.
            if (!Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase))
            {
                return false;
            }

            set(options, Enum.Parse<T>(text, ignoreCase: true));
            return true;
        });

    /// <summary>An address to listen on: an IP address, <c>localhost</c> or <c>*</c>, with a port that may be 0.</summary>
    public static Setting ListenAddress(string key, string fallback, string meaning, Action<RaftLogOptions, HostPort> set) =>
        new(key, "address:port, such as 127.0.0.1:9092, [::1]:9092 or *:9092", fallback, meaning, (options, _, text) =>
        {
            if (!HostPort.TryParse(text, out var value) || !value.TryGetBindAddress(out var _))
            {
                return false;
            }

            set(options, value);
            return true;
        });

    /// <summary>An address that others connect to: a name or an IP address, with a port.</summary>
    public static Setting RemoteAddress(string key, string fallback, string meaning, Action<RaftLogOptions, int, HostPort> set) =>
        new(key, "host:port that others can connect to, such as broker1.example:9092", fallback, meaning, (options, position, text) =>
        {
            if (!HostPort.TryParse(text, out var value) || value.IsWildcard || value.Port == 0)
            {
                return false;
            }

            set(options, position, value);
            return true;
        });
}
