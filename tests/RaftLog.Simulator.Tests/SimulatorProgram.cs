using System.Diagnostics;

namespace RaftLog.Simulator.Tests;

/// <summary>The built simulator, run as a program.</summary>
internal static class SimulatorProgram
{
    private const string Name = "RaftLog.Simulator";

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(PathOfProgram(), arguments) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    // Beside this project, in the same configuration and for the same framework.
    private static string PathOfProgram()
    {
        var framework = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        var configuration = framework.Parent!;
        string tests = configuration.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(tests, Name, "bin", configuration.Name, framework.Name, Name);
    }
}
