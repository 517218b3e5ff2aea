using System.Diagnostics;

namespace RaftLog.Simulator.Mutants;

/// <summary>Builds the simulator of a source tree. Analyzers are left out: a mutant is not to be pretty.</summary>
internal static class SimulatorBuild
{
    private static readonly string[] Options =
    [
        "-c", "Release", "-v", "quiet", "-nologo", "-clp:ErrorsOnly",
        "-p:RunAnalyzers=false", "-p:TreatWarningsAsErrors=false", "-p:EnforceCodeStyleInBuild=false", "-p:GenerateDocumentationFile=false",
        "-p:PublishesWithBuild=false",
    ];

    /// <summary>Builds what has changed since the last time.</summary>
    /// <exception cref="MutantException">It does not compile.</exception>
    public static async Task RunAsync(SourceTree tree, string mutant)
    {
        var start = new ProcessStartInfo("dotnet", ["build", tree.SimulatorProject, .. Options])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = tree.Path,
        };
        using var build = Process.Start(start)!;
        string output = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        if (build.ExitCode != 0)
        {
            throw new MutantException($"mutant {mutant} does not compile:{Environment.NewLine}{output}");
        }
    }
}
