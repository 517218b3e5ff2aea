using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace RaftLog.Benchmarks.Floor;

/// <summary>
/// The least that a replicated append costs on this machine in C#: a client, a leader and two followers as processes, blocking sockets, one checksum, one
/// write (and, if asked for, one flush) and one acknowledgement for each batch. No protocol, no consensus: nothing with these guarantees can be faster.
/// </summary>
internal static class FloorRun
{
    public const string Follower = "floor-follower";
    public const string Leader = "floor-leader";
    public const string Client = "floor-client";

    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(10);

    public static async Task<FloorFigures> MeasureAsync(string folder, bool flush, int batchBytes, int window, TimeSpan duration, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        string flushes = flush ? "true" : "false";
        var started = new List<Process>();
        try
        {
            string[] ports = new string[2];
            for (int i = 0; i < ports.Length; i++)
            {
                ports[i] = await StartAsync(started, [Follower, Path.Combine(folder, $"follower-{i}"), flushes], cancellation);
            }

            string leader = await StartAsync(started, [Leader, Path.Combine(folder, "leader"), flushes, .. ports], cancellation);
            string result = await StartAsync(
                started, [Client, leader, Number(batchBytes), Number(window), Number(duration.TotalSeconds)], cancellation);
            return JsonSerializer.Deserialize<FloorFigures>(result)!;
        }
        finally
        {
            await EndAsync(started);
            Directory.Delete(folder, recursive: true);
        }
    }

    // Each process says one line: the replicas their port, the client the result.
    private static async Task<string> StartAsync(List<Process> started, string[] arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true };
        Process process = Process.Start(start) ?? throw new BenchmarkException("A process of the floor could not be started.");
        started.Add(process);
        return await process.StandardOutput.ReadLineAsync(cancellation) ?? throw new BenchmarkException($"The {arguments[0]} of the floor ended.");
    }

    // When the client is gone, the others end by themselves.
    private static async Task EndAsync(List<Process> started)
    {
        using var patience = new CancellationTokenSource(EndPatience);
        foreach (Process process in Enumerable.Reverse(started))
        {
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!process.HasExited)
            {
                process.Kill();
            }

            process.Dispose();
        }
    }

    private static string Number(double number) => number.ToString(CultureInfo.InvariantCulture);
}
