using System.Diagnostics;
using System.Globalization;

namespace RaftLog.Simulator.Runs;

/// <summary>Shares the seeds out to processes: a simulation is one thread, and wants a process of its own.</summary>
internal sealed class WorkerProcesses(IReadOnlyList<string> arguments, RunSettings settings, TextWriter output)
{
    public RunTotals Run()
    {
        var workers = Enumerable.Range(0, settings.Jobs).Select(Start).ToList();
        var totals = workers.Select(FollowAsync).ToList();
        return Task.WhenAll(totals).GetAwaiter().GetResult().Aggregate(RunTotals.None, (sum, each) => sum + each);
    }

    private Process Start(int worker)
    {
        int seeds = ((settings.Seeds - worker - 1) / settings.Jobs) + 1;
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (string argument in arguments.Concat(
        [
            "--jobs", "1", "--worker", "1", "--stride", Text(settings.Jobs), "--first", Text(settings.First + worker), "--seeds", Text(seeds),
        ]))
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private async Task<RunTotals> FollowAsync(Process worker)
    {
        using var _ = worker;
        var totals = new RunTotals(0, 1, 0, TimeSpan.Zero);
        while (await worker.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(RunTotals.Prefix, StringComparison.Ordinal))
            {
                totals = RunTotals.Read(line);
            }
            else
            {
                lock (output)
                {
                    output.WriteLine(line);
                }
            }
        }

        await worker.WaitForExitAsync();
        return totals;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
