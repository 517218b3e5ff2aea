using System.Collections;
using Microsoft.Extensions.Configuration;

namespace RaftLog.Server.Configuration;

/// <summary>
/// Puts the sources on top of each other: the JSON file, then environment variables <c>RAFTLOG__...</c>, then the command line.
/// Remembers where each value came from, so that a message can say so.
/// </summary>
internal sealed class ConfigurationSources
{
    private const string LoggingSection = "Logging";
    private const string EnvironmentPrefix = "RAFTLOG__";

    private readonly Dictionary<string, string> _origins = new(StringComparer.OrdinalIgnoreCase);

    private ConfigurationSources(string? file)
    {
        File = file;
    }

    /// <summary>The values of all sources.</summary>
    public required IConfigurationRoot Root { get; init; }

    private string? File { get; }

    /// <summary>Reads the sources.</summary>
    /// <exception cref="ConfigurationException">The file is missing or not JSON.</exception>
    public static ConfigurationSources Load(CommandLine commandLine, IDictionary environment)
    {
        var overrides = new List<(string Key, string Value, string Origin)>();
        overrides.AddRange(FromEnvironment(environment));
        overrides.AddRange(commandLine.Settings.Select(pair => (FullKey(pair.Key), pair.Value, $"command line option --{pair.Key}")));

        var builder = new ConfigurationBuilder();
        if (commandLine.ConfigFile is { } file)
        {
            builder.AddJsonFile(Path.GetFullPath(file), optional: false, reloadOnChange: false);
        }

        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value, _) in overrides)
        {
            values[key] = value;
        }

        builder.AddInMemoryCollection(values);
        var sources = new ConfigurationSources(commandLine.ConfigFile) { Root = Build(builder, commandLine.ConfigFile) };
        foreach (var (key, _, origin) in overrides)
        {
            sources._origins[key] = origin;
        }

        return sources;
    }

    /// <summary>Where the value of a key came from, for messages.</summary>
    public string OriginOf(string key) => _origins.TryGetValue(key, out string? origin) ? origin : File ?? "default";

    private static IConfigurationRoot Build(ConfigurationBuilder builder, string? file)
    {
        try
        {
            return builder.Build();
        }
        catch (FileNotFoundException)
        {
            throw new ConfigurationException($"The configuration file '{file}' does not exist.");
        }
        catch (Exception error) when (error is InvalidDataException or FormatException)
        {
            throw new ConfigurationException($"The configuration file '{file}' is not valid JSON: {error.GetBaseException().Message}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The configuration file '{file}' cannot be read: {error.Message}");
        }
    }

    private static IEnumerable<(string Key, string Value, string Origin)> FromEnvironment(IDictionary environment)
    {
        foreach (DictionaryEntry entry in environment)
        {
            if (entry is { Key: string name, Value: string value } && name.StartsWith(EnvironmentPrefix, StringComparison.OrdinalIgnoreCase))
            {
                string key = name[EnvironmentPrefix.Length..].Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);
                yield return (FullKey(key), value, $"environment variable {name}");
            }
        }
    }

    // Settings are known by their key below the section, but the full path of the JSON file is understood too.
    private static string FullKey(string key) =>
        IsBelow(SettingTable.Section, key) || IsBelow(LoggingSection, key) ? key : ConfigurationPath.Combine(SettingTable.Section, key);

    private static bool IsBelow(string section, string key) =>
        key.StartsWith(section + ConfigurationPath.KeyDelimiter, StringComparison.OrdinalIgnoreCase);
}
