namespace RaftLog.Server.Configuration;

/// <summary>
/// The command line of <c>raftlog-server</c>: <c>--config file</c>, <c>--help</c>, <c>--version</c>, and any setting as
/// <c>--Key value</c> or <c>--Key=value</c>.
/// </summary>
/// <param name="ConfigFile">The JSON file, if one was named.</param>
/// <param name="ShowHelp">Whether help was asked for.</param>
/// <param name="ShowVersion">Whether the version was asked for.</param>
/// <param name="Settings">The other options, without their dashes, in order.</param>
internal sealed record CommandLine(string? ConfigFile, bool ShowHelp, bool ShowVersion, IReadOnlyList<KeyValuePair<string, string>> Settings)
{
    private const string ConfigOption = "config";

    /// <exception cref="ConfigurationException">An argument is no option, or an option has no value.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        string? configFile = null;
        bool help = false, version = false;
        var settings = new List<KeyValuePair<string, string>>();
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            if (argument is "--help" or "-h" or "-?")
            {
                help = true;
            }
            else if (argument is "--version")
            {
                version = true;
            }
            else if (!argument.StartsWith("--", StringComparison.Ordinal) || argument.Length == 2)
            {
                throw new ConfigurationException($"'{argument}' is not an option. Options are written --Key value or --Key=value; see --help.");
            }
            else
            {
                var (name, value) = SplitOption(argument, arguments, ref i);
                if (string.Equals(name, ConfigOption, StringComparison.OrdinalIgnoreCase))
                {
                    configFile = value;
                }
                else
                {
                    settings.Add(new(name, value));
                }
            }
        }

        return new CommandLine(configFile, help, version, settings);
    }

    private static (string Name, string Value) SplitOption(string argument, IReadOnlyList<string> arguments, ref int position)
    {
        int equals = argument.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0)
        {
            return (argument[2..equals], argument[(equals + 1)..]);
        }

        if (position + 1 == arguments.Count)
        {
            throw new ConfigurationException($"{argument} needs a value: {argument} value or {argument}=value.");
        }

        return (argument[2..], arguments[++position]);
    }
}
