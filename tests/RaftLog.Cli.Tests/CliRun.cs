using System.Text;

namespace RaftLog.Cli.Tests;

/// <summary>Runs a whole command in this process and keeps what it wrote.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Error)
{
    public static Task<CliRun> RunAsync(params string[] arguments) => RunWithInputAsync("", arguments);

    public static async Task<CliRun> RunWithInputAsync(string input, params string[] arguments)
    {
        using var output = new MemoryStream();
        await using var error = new StringWriter();
        var context = new CliContext(new MemoryStream(Encoding.UTF8.GetBytes(input)), output, error, outputIsTerminal: false, errorIsTerminal: false);
        int exitCode = await RaftLogCommand.RunAsync(arguments, context);
        return new CliRun(exitCode, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}
