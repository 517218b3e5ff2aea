using System.Globalization;
using RaftLog.Simulator.Faults;

namespace RaftLog.Simulator.Runs;

/// <summary>Says what failed and what led to it, looks for the smallest schedule that still fails, and says how to see it again.</summary>
internal sealed class FailureReport(RunSettings settings, TextWriter output)
{
    private const int Reruns = 120;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public void Print(SimulationOptions options, SimulationResult result)
    {
        output.WriteLine($"  step {result.Steps}: {result.Failure}");
        output.WriteLine("  last events of those concerned:");
        foreach (string line in result.LastEvents)
        {
            output.WriteLine($"    {line}");
        }

        output.WriteLine($"  again: {Command(options)}");
        if (settings.Shrinks && !settings.ChecksTwice)
        {
            Shrink(options, result);
        }
    }

    private void Shrink(SimulationOptions options, SimulationResult result)
    {
        var shrinker = new ScheduleShrinker(candidate => Simulation.Run(candidate), Reruns, Patience);
        var (least, outcome) = shrinker.Shrink(options, result);
        output.WriteLine($"  after {shrinker.Runs} shorter runs, {least.Schedule.Faults.Count} of {options.Schedule.Faults.Count} faults are needed:");
        foreach (string fault in outcome.Faults)
        {
            output.WriteLine($"    {fault}");
        }

        output.WriteLine($"  then: {outcome.Failure?.Split(Environment.NewLine)[0]}");
        output.WriteLine($"  again, smallest: {Command(least)}");
    }

    // The numbers in a schedule depend on the seed, the kinds and nothing else; the shorter list of the two is printed.
    private string Command(SimulationOptions options)
    {
        var drawn = FaultSchedule.Draw(options.Seed, options.Faults, settings.Kinds).Faults.Select(fault => fault.Number).ToList();
        var kept = options.Schedule.Faults.Select(fault => fault.Number).ToList();
        var left = drawn.Except(kept).ToList();
        string which = left.Count == 0 ? ""
            : left.Count < kept.Count ? $" WITHOUT={string.Join(',', left)}"
            : $" ONLY={(kept.Count == 0 ? "none" : string.Join(',', kept))}";
        string shape = string.Concat(
            settings.Nodes > 0 ? $" NODES={settings.Nodes}" : "",
            settings.Kinds.Count > 0 ? $" KINDS={string.Join(',', settings.Kinds)}" : "");
        return string.Create(
            CultureInfo.InvariantCulture, $"make sim SEED={options.Seed} SECONDS={options.Faults.TotalSeconds}{shape}{which} TRACE=1");
    }
}
