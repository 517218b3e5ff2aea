using RaftLog.Client;
using RaftLog.LocalCluster;

namespace RaftLog.Chaos;

/// <summary>Runs scenarios one after the other, and sums up when there are several.</summary>
internal static class Series
{
    /// <summary>Runs them.</summary>
    /// <returns>Whether every one of them passed.</returns>
    public static async Task<bool> RunAsync(IReadOnlyList<Scenario> scenarios, RunOptions options, CancellationToken cancellation)
    {
        var results = new List<RunResult>();
        int skipped = 0;
        int broken = 0;
        foreach (Scenario scenario in scenarios)
        {
            if (scenario.NeedsFakeClock && !FakeClocks.AreAvailable)
            {
                Console.WriteLine($"{scenario.Name} is skipped: it needs libfaketime (on Debian: apt-get install libfaketime).");
                skipped++;
                continue;
            }

            try
            {
                RunResult result = await ChaosRun.RunAsync(scenario, options, Console.WriteLine, cancellation);
                results.Add(result);
                Console.WriteLine(result.Verdict.Summary);
                Console.WriteLine($"Everything of this run lies in {Path.GetRelativePath(Environment.CurrentDirectory, result.Folder)}.");
                Console.WriteLine();
            }
            catch (Exception e) when (e is LocalClusterException or RaftLogException or InvalidOperationException or InvalidDataException or IOException)
            {
                // It counts as failed, and the scenarios after it are run all the same.
                await Console.Error.WriteLineAsync($"{scenario.Name} could not be run: {e.Message}");
                broken++;
            }
        }

        if (scenarios.Count > 1)
        {
            await SeriesTable.WriteAsync(results, cancellation);
            int passed = results.Count(r => r.Verdict.Passed);
            Console.WriteLine($"Chaos scenarios: {passed} passed, {results.Count - passed + broken} failed, {skipped} skipped");
        }

        return broken == 0 && results.All(r => r.Verdict.Passed);
    }
}
