using System.CommandLine;
using RaftLog.Benchmarks.Limits;
using RaftLog.Benchmarks.Results;
using RaftLog.LocalCluster;

namespace RaftLog.Benchmarks.Commands;

/// <summary><c>limits</c>: what the machine can do, without any broker.</summary>
internal static class LimitsCommand
{
    private static readonly Option<int> Repeats = new("--repeats") { Description = "How often.", DefaultValueFactory = _ => 3 };

    public static Command Create()
    {
        var command = new Command("limits", "Measures the limits of the machine: disk, loopback, memory, processor.") { Repeats };
        command.SetAction(Run);
        return command;
    }

    private static void Run(ParseResult parsed)
    {
        string folder = Path.Combine(Checkout.Root, ".run", $"limits-{Environment.ProcessId}");
        try
        {
            MachineLimits[] measured = [.. Enumerable.Range(0, Math.Max(1, parsed.GetValue(Repeats))).Select(_ => LimitMeter.Measure(folder, scale: 1))];
            LimitTable.Write(Console.Out, measured);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
