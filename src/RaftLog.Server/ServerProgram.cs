using RaftLog.Server.Configuration;
using RaftLog.Server.Hosting;
using RaftLog.Storage;

namespace RaftLog.Server;

/// <summary>What <c>raftlog-server</c> does, as a call: for programs that are that server over another disk.</summary>
public static class ServerProgram
{
    /// <summary>Reads the configuration, runs the broker until it is told to stop, and says on standard error what keeps it from that.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="files">The disk; null for that of the machine.</param>
    /// <returns>The exit code; docs/configuration.md lists them.</returns>
    public static async Task<int> RunAsync(string[] args, IFileSystem? files = null)
    {
        try
        {
            var commandLine = CommandLine.Parse(args);
            if (commandLine.ShowHelp)
            {
                await Console.Out.WriteLineAsync(HelpText.Usage);
                return ExitCode.Success;
            }

            if (commandLine.ShowVersion)
            {
                await Console.Out.WriteLineAsync($"raftlog-server {HelpText.Version}");
                return ExitCode.Success;
            }

            InlineCompletions.Use();
            var sources = ConfigurationSources.Load(commandLine, Environment.GetEnvironmentVariables());
            var options = OptionsReader.Read(sources);
            using var loggers = ConsoleLogging.Create(sources.Root);
            await using var host = await BrokerHost.StartAsync(options, new BrokerHostSetup { Loggers = loggers, StopsOnSignals = true, Files = files });
            await host.WaitForShutdownAsync();
            return ExitCode.Success;
        }
        catch (ConfigurationException error)
        {
            foreach (string problem in error.Problems)
            {
                await Console.Error.WriteLineAsync($"raftlog-server: {problem}");
            }

            return ExitCode.Configuration;
        }
        catch (StartupException error)
        {
            await Console.Error.WriteLineAsync($"raftlog-server: {error.Message}");
            return error.ExitCode;
        }
    }
}
