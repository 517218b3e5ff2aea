using System.Diagnostics;

namespace RaftLog.Benchmarks.Results;

/// <summary>Which commit is checked out, and whether there are changes on top of it.</summary>
internal static class SourceState
{
    private const string Unknown = "unknown";

    public static async Task<(string Commit, bool Dirty)> ReadAsync(string checkout, CancellationToken cancellation)
    {
        string? commit = await GitAsync(checkout, cancellation, "rev-parse", "--short=12", "HEAD");
        string? changes = await GitAsync(checkout, cancellation, "status", "--porcelain", "--untracked-files=no");
        return (commit ?? Unknown, changes is null or { Length: > 0 });
    }

    private static async Task<string?> GitAsync(string checkout, CancellationToken cancellation, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = checkout, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            string output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0 ? output.Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // There is no git.
        }
    }
}
