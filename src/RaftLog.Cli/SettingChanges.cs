using System.CommandLine;

namespace RaftLog.Cli;

/// <summary>The options by which settings are changed, of whatever they are.</summary>
internal sealed class SettingChanges
{
    private readonly Option<string[]> _values = new("--config")
    {
        Description = "A setting and its new value, name=value; may be repeated.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _defaults = new("--reset")
    {
        Description = "The name of a setting that goes back to its default; may be repeated.",
        DefaultValueFactory = _ => [],
    };

    /// <summary>What to add to the command.</summary>
    public IEnumerable<Option> Options => [_values, _defaults];

    /// <summary>The new values by name; null stands for the default.</summary>
    /// <exception cref="CliException">There are none, or a setting is named more than once.</exception>
    public Dictionary<string, string?> Read(ParseResult parsed)
    {
        var changes = new Dictionary<string, string?>();
        foreach (var (setting, value) in parsed.GetRequiredValue(_values).Select(NameAndValue.Parse))
        {
            Add(changes, setting, value);
        }

        foreach (string setting in parsed.GetRequiredValue(_defaults))
        {
            Add(changes, setting, null);
        }

        return changes.Count > 0
            ? changes
            : throw new CliException("Nothing to change: name a setting with --config name=value or --reset name.", CliExitCode.Usage);
    }

    private static void Add(Dictionary<string, string?> changes, string setting, string? value)
    {
        if (!changes.TryAdd(setting, value))
        {
            throw new CliException($"'{setting}' is named more than once.", CliExitCode.Usage);
        }
    }
}
