using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using RaftLog.Benchmarks.CatchUp;
using RaftLog.Benchmarks.EndToEnd;
using RaftLog.Benchmarks.Groups;
using RaftLog.Benchmarks.Starts;

namespace RaftLog.Benchmarks.Commands;

/// <summary>The benchmarks of one thing each, which are not part of the table.</summary>
internal static class OtherCommands
{
    private static readonly Argument<string[]> Settings = new("SETTING=VALUE") { Description = "Settings of the brokers.", Arity = ArgumentArity.ZeroOrMore };

    public static Command Starts()
    {
        Argument<int> partitions = Positive("PARTITIONS", "How many logs.");
        Argument<int> segments = Positive("SEGMENTS", "How many segments each has.");
        var command = new Command("start", "Opens the logs of a broker after a clean stop and after a kill.") { partitions, segments };
        command.SetAction(parsed => StartBenchmark.Run(Console.Out, parsed.GetValue(partitions), parsed.GetValue(segments)));
        return command;
    }

    public static Command Recovery()
    {
        Argument<int> gibibytes = Positive("GIB", "How long the log is.");
        var command = new Command("recovery", "Opens one long log after a kill.") { gibibytes };
        command.SetAction(parsed => RecoveryBenchmark.Run(Console.Out, parsed.GetValue(gibibytes)));
        return command;
    }

    public static Command Compaction()
    {
        Argument<int> repeats = Positive("REPEATS", "How often each topic has its turn.");
        var command = new Command("compaction", "Producers into a compacted topic against the same into one that is not.") { repeats, Settings };
        command.SetAction((parsed, cancellation) =>
            new CompactionSuite(Console.Out, parsed.GetValue(repeats), parsed.GetRequiredValue(Settings)).RunAsync(cancellation));
        return command;
    }

    public static Command Groups()
    {
        var command = new Command("groups", "A group of 1,000 members, 2,000 groups, and commits as fast as they are taken, with three broker processes.") { Settings };
        command.SetAction((parsed, cancellation) => new GroupsBenchmark(Console.Out, parsed.GetRequiredValue(Settings)).RunAsync(cancellation));
        return command;
    }

    public static Command CatchUp()
    {
        var amounts = new Argument<double[]>("GIB,GIB...")
        {
            Description = "How far the broker is behind.",
            CustomParser = Amounts,
        };
        var command = new Command("catch-up", "A broker process that is so far behind catches up under load.") { amounts, Settings };
        command.SetAction((parsed, cancellation) =>
            new CatchUpBenchmark(Console.Out, parsed.GetRequiredValue(Settings)).RunAsync(parsed.GetRequiredValue(amounts), cancellation));
        return command;
    }

    private static Argument<int> Positive(string name, string description)
    {
        var argument = new Argument<int>(name) { Description = description };
        argument.Validators.Add(result =>
        {
            if (result.GetValue(argument) < 1)
            {
                result.AddError($"{name} is a number above 0.");
            }
        });
        return argument;
    }

    private static double[] Amounts(ArgumentResult result)
    {
        double[] amounts = Array.ConvertAll(
            result.Tokens[0].Value.Split(','), text => double.TryParse(text, CultureInfo.InvariantCulture, out double amount) ? amount : 0);
        if (!Array.TrueForAll(amounts, amount => amount > 0))
        {
            result.AddError("GIB,GIB... are numbers above 0 with commas between.");
        }

        return amounts;
    }
}
