using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace RaftLog.Simulator.Mutants;

/// <summary>Runs a simulator on one seed after the other until one fails.</summary>
internal sealed partial class SeedHunt(string program, TimeSpan patience)
{
    /// <summary>Ends with the first seed that fails, or when all have passed.</summary>
    /// <param name="mutant">Says how to run.</param>
    /// <param name="first">The first seed.</param>
    /// <param name="last">The last seed.</param>
    public async Task<Verdict> RunAsync(Mutant mutant, int first, int last)
    {
        string[] options =
        [
            "--first", first.ToString(CultureInfo.InvariantCulture),
            "--seeds", (last - first + 1).ToString(CultureInfo.InvariantCulture),
            "--seconds", mutant.Seconds.ToString(CultureInfo.InvariantCulture),
            "--kinds", string.Join(',', mutant.Kinds),
            "--shrink", "0",
        ];
        var start = new ProcessStartInfo(program, options) { RedirectStandardOutput = true };
        using var simulator = Process.Start(start)!;
        try
        {
            return await WatchAsync(mutant, simulator.StandardOutput);
        }
        finally
        {
            simulator.Kill(entireProcessTree: true);
            await simulator.WaitForExitAsync();
        }
    }

    /// <summary>Reads what the simulator prints.</summary>
    public async Task<Verdict> WatchAsync(Mutant mutant, TextReader output)
    {
        int seed = 0;
        bool hasFailed = false;
        try
        {
            while (await output.ReadLineAsync().WaitAsync(patience) is { } line)
            {
                if (hasFailed && Violation().Match(line) is { Success: true } violation)
                {
                    return new Verdict(mutant, seed, violation.Groups[1].Value);
                }

                if (SeedLine().Match(line) is { Success: true } result)
                {
                    seed = int.Parse(result.Groups[1].Value, CultureInfo.InvariantCulture);
                    hasFailed = result.Groups[2].Value == "FAILED";
                }
            }
        }
        catch (TimeoutException)
        {
            return new Verdict(mutant, seed + 1, "the run does not end");
        }

        return hasFailed ? new Verdict(mutant, seed, "no violation in words") : new Verdict(mutant, null, $"survived {seed} seeds");
    }

    [GeneratedRegex(@"^seed (\d+): (ok|FAILED)")]
    private static partial Regex SeedLine();

    [GeneratedRegex(@"^\s+step \d+: (.+)$")]
    private static partial Regex Violation();
}
