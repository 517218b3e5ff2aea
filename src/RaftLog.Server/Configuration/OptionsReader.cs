using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace RaftLog.Server.Configuration;

/// <summary>
/// Turns configuration into <see cref="RaftLogOptions"/>, strictly: a key that no one reads and a value that no one accepts are
/// problems, never ignored, and all of them are reported at once.
/// </summary>
internal sealed class OptionsReader
{
    private static readonly string[] KnownSections = [SettingTable.Section, "Logging"];

    private readonly ConfigurationSources _sources;
    private readonly RaftLogOptions _options = new();
    private readonly List<string> _problems = [];

    private OptionsReader(ConfigurationSources sources)
    {
        _sources = sources;
    }

    /// <summary>Reads and checks the options.</summary>
    /// <exception cref="ConfigurationException">Something is wrong; one line for each problem.</exception>
    public static RaftLogOptions Read(ConfigurationSources sources)
    {
        var reader = new OptionsReader(sources);
        reader.CheckSections();
        reader.ReadBelow(sources.Root.GetSection(SettingTable.Section), "", listPosition: 0);
        if (reader._problems.Count == 0)
        {
            reader._problems.AddRange(OptionsRules.Check(reader._options));
        }

        return reader._problems.Count == 0 ? reader._options : throw new ConfigurationException(reader._problems);
    }

    private void CheckSections()
    {
        foreach (var section in _sources.Root.GetChildren())
        {
            if (!KnownSections.Contains(section.Key, StringComparer.OrdinalIgnoreCase))
            {
                _problems.Add(Unknown(section.Path, NearestName.Of(section.Key, KnownSections)));
            }
        }
    }

    private void ReadBelow(IConfigurationSection parent, string tableKey, int listPosition)
    {
        int position = 0;
        foreach (var section in parent.GetChildren())
        {
            bool isPosition = int.TryParse(section.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _);
            string part = isPosition ? Setting.ListPosition : section.Key;
            string key = tableKey.Length == 0 ? part : $"{tableKey}:{part}";
            int at = isPosition ? position++ : listPosition;
            if (section.GetChildren().Any())
            {
                ReadBelow(section, key, at);
            }
            else
            {
                ReadValue(section, key, at);
            }
        }
    }

    private void ReadValue(IConfigurationSection section, string key, int listPosition)
    {
        if (SettingTable.TryFind(key, out var setting))
        {
            // A JSON null says: as if the key were not there.
            if (section.Value is { } text && !setting.TryApply(_options, listPosition, text))
            {
                _problems.Add($"{section.Path} is '{text}' ({_sources.OriginOf(section.Path)}); accepted: {setting.Accepted}.");
            }
        }
        else if (SettingTable.KeysBelow(key).ToArray() is { Length: > 0 } below)
        {
            if (!string.IsNullOrEmpty(section.Value))
            {
                _problems.Add(
                    $"{section.Path} is a group, not a value ({_sources.OriginOf(section.Path)}); its keys: {string.Join(", ", below.Select(FullKey))}.");
            }
        }
        else
        {
            string? nearest = NearestName.Of(key, SettingTable.All.Select(known => known.Key));
            _problems.Add(Unknown(section.Path, nearest is null ? null : FullKey(nearest)));
        }
    }

    private string Unknown(string path, string? nearest) =>
        $"{path} is not a known key ({_sources.OriginOf(path)}); " + (nearest is null ? "see raftlog-server --help for the keys." : $"did you mean {nearest}?");

    private static string FullKey(string key) => ConfigurationPath.Combine(SettingTable.Section, key);
}
