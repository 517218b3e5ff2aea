using RaftLog.Server;
using RaftLog.Server.Configuration;
using RaftLog.Server.Hosting;

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
    var options = OptionsReader.Read(sources);
    using var loggers = ConsoleLogging.Create(sources.Root);
    await using var host = await BrokerHost.StartAsync(options, new BrokerHostSetup { Loggers = loggers, StopsOnSignals = true });
    await host.WaitForShutdownAsync();
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
catch (StartupException error)
{
    Console.Error.WriteLine($"raftlog-server: {error.Message}");
    return error.ExitCode;
}
