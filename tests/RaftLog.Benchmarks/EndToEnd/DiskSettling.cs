using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>
/// Waits until the disk is done with what earlier work has left to it. After gigabytes at full speed the system writes back for seconds, and whoever waits
/// for a flush meanwhile waits for that too: the next row would show the one before.
/// </summary>
internal static partial class DiskSettling
{
    private const string File = "/proc/meminfo";
    private const long CalmKibibytes = 16 * 1024;

    // What others on this machine write does not end because we wait.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    public static async Task WaitAsync(CancellationToken cancellation)
    {
        if (!System.IO.File.Exists(File))
        {
            return;
        }

        await Task.Run(Sync, cancellation);
        long began = Stopwatch.GetTimestamp();
        while (WaitingKibibytes(await System.IO.File.ReadAllTextAsync(File, cancellation)) > CalmKibibytes && Stopwatch.GetElapsedTime(began) < Patience)
        {
            await Task.Delay(Poll, cancellation);
        }
    }

    /// <summary>What is to be written back, or is being, as <c>/proc/meminfo</c> tells.</summary>
    public static long WaitingKibibytes(string memoryInfo) => memoryInfo
        .Split('\n')
        .Where(line => line.StartsWith("Dirty:", StringComparison.Ordinal) || line.StartsWith("Writeback:", StringComparison.Ordinal))
        .Sum(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture));

    [LibraryImport("libc", EntryPoint = "sync")]
    private static partial void Sync();
}
