using System.Diagnostics;
using System.Globalization;
using RaftLog.Simulator;

int Option(string name, int fallback)
{
    int at = Array.IndexOf(args, $"--{name}");
    return at >= 0 && at + 1 < args.Length && args[at + 1].Length > 0 ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : fallback;
}

int first = Option("seed", 0);
int nodes = Option("nodes", 0);
int seconds = Option("seconds", Option("minutes", 1) * 60);
int seeds = first > 0 ? 1 : Option("seeds", 20);
bool isTraced = Option("trace", 0) > 0;
first = first > 0 ? first : Option("first", 1);

var clock = Stopwatch.StartNew();
var simulated = TimeSpan.Zero;
long steps = 0;
int failed = 0;
for (int seed = first; seed < first + seeds; seed++)
{
    var options = SimulationOptions.Of(seed, nodes) with { Faults = TimeSpan.FromSeconds(seconds) };
    var result = Simulation.Run(options, isTraced ? Console.WriteLine : null);
    simulated += result.Simulated;
    steps += result.Steps;
    Console.WriteLine(
        $"seed {result.Seed}: {(result.Failure is null ? "ok" : "FAILED")}, {result.Nodes} brokers, {result.Steps} steps, "
        + $"{result.Simulated.TotalSeconds:F0} s, {result.Acknowledged} records acknowledged, {result.Read} read, trace {result.TraceHash:x16}; {result.Workload}");
    if (result.Failure is { } failure)
    {
        failed++;
        Console.WriteLine($"  step {result.Steps}: {failure}");
        Console.WriteLine("  last events:");
        foreach (string line in result.LastEvents)
        {
            Console.WriteLine($"    {line}");
        }

        Console.WriteLine($"  again: make sim SEED={seed} SECONDS={seconds}{(nodes > 0 ? $" NODES={nodes}" : "")} TRACE=1");
    }
}

double elapsed = clock.Elapsed.TotalMinutes;
Console.WriteLine(
    $"{seeds} seeds, {failed} failed, {steps} steps, {simulated.TotalHours:F2} simulated hours in {elapsed:F2} min: "
    + $"{seeds / elapsed:F1} seeds/min, {steps / elapsed:F0} steps/min, {simulated.TotalHours / elapsed:F2} simulated hours/min");
return failed == 0 ? 0 : 1;
