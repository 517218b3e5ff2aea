using RaftLog.Server;
using RaftLog.Server.Configuration;

try
{
    var commandLine = CommandLine.Parse(args);
    if (commandLine.ShowHelp)
    {
        Console.Out.WriteLine(HelpText.Usage);
        return ExitCode.Success;
    }

    if (commandLine.ShowVersion)
    {
        Console.Out.WriteLine($"raftlog-server {HelpText.Version}");
        return ExitCode.Success;
    }

    var sources = ConfigurationSources.Load(commandLine, Environment.GetEnvironmentVariables());
    OptionsReader.Read(sources);
    return ExitCode.Success;
}
catch (ConfigurationException error)
{
    foreach (string problem in error.Problems)
    {
        Console.Error.WriteLine($"raftlog-server: {problem}");
    }

    return ExitCode.Configuration;
}
