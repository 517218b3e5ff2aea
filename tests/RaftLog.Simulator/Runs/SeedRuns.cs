using System.Diagnostics;
using System.Globalization;

namespace RaftLog.Simulator.Runs;

/// <summary>Runs seeds one after the other in this process, and prints what came out.</summary>
internal sealed class SeedRuns(RunSettings settings, TextWriter output)
{
    public RunTotals Run()
    {
        var clock = Stopwatch.StartNew();
        var totals = RunTotals.None;
        for (int i = 0; i < settings.Seeds && (settings.For is not { } time || clock.Elapsed < time); i++)
        {
            var result = RunOne(settings.First + (i * settings.Stride));
            totals += new RunTotals(1, result.Failure is null ? 0 : 1, result.Steps, result.Simulated);
        }

        return totals;
    }

    private SimulationResult RunOne(int seed)
    {
        var options = settings.OptionsOf(seed);
        var result = Simulation.Run(options, settings.IsTraced ? output.WriteLine : null);
        if (settings.ChecksTwice && result.Failure is null && Simulation.Run(options).TraceHash is var again && again != result.TraceHash)
        {
            string? where = TraceComparison.Difference(options);
            result = result with { Failure = where ?? $"a second run of the seed had another trace, {again:x16}, and two more had the same" };
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed}: {(result.Failure is null ? "ok" : "FAILED")}, {options.Nodes} brokers, {result.Faults.Count} faults, {result.Steps} steps, "
            + $"{result.Simulated.TotalSeconds:F0} s, {result.Acknowledged} records acknowledged, {result.Read} read, {result.Transactions} transactions, trace {result.TraceHash:x16}; {result.Workload}"));
        if (result.Failure is not null)
        {
            new FailureReport(settings, output).Print(options, result);
        }

        return result;
    }
}
