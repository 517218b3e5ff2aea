using System.CommandLine;
using RaftLog.Benchmarks.Results;
using RaftLog.Benchmarks.Scale;
using RaftLog.Benchmarks.Soak;
using RaftLog.LocalCluster;

namespace RaftLog.Benchmarks.Commands;

/// <summary>How cost grows, what many partitions cost, and whether a cluster is the same after an hour.</summary>
internal static class ScaleCommands
{
    private const int NotSteady = 1;
    private const double UsualShare = 0.7;

    public static Command Scale()
    {
        var names = new Argument<string[]>("SERIES") { Description = $"Some of {string.Join(", ", ScaleSeries.All.Select(series => series.Name))}; all when none is named.", Arity = ArgumentArity.ZeroOrMore };
        names.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => ScaleSeries.All.All(series => series.Name != token.Value)))
            {
                result.AddError($"{token.Value} is no series.");
            }
        });
        var save = new Option<bool>("--save") { Description = "Write the tables and the pictures into docs/benchmarks." };
        var command = new Command("scale", "How cost grows with partitions, connections, brokers and the size of records.") { names, save };
        command.SetAction((parsed, cancellation) => new ScaleSuite(
            Console.Out, parsed.GetValue(save) ? Path.Combine(Checkout.Root, "docs", "benchmarks") : null).RunAsync(parsed.GetValue(names) ?? [], cancellation));
        return command;
    }

    public static Command Partitions()
    {
        Argument<int> count = Count("PARTITIONS", "How many.");
        var command = new Command("partitions", "Creates so many partitions; their memory, their cost in rest, the failover of a broker, the start of all.") { count };
        command.SetAction((parsed, cancellation) => new ManyPartitions(Console.Out, parsed.GetValue(count)).RunAsync(cancellation));
        return command;
    }

    public static Command Dirty()
    {
        Argument<int> count = Count("PARTITIONS", "How many.");
        var rounds = new Option<int>("--rounds") { Description = "How often each has its turn.", DefaultValueFactory = _ => 5 };
        var flush = new Option<string>("--flush") { Description = "always or interval.", DefaultValueFactory = _ => "always" };
        flush.AcceptOnlyFromAmong("always", "interval");
        var command = new Command("dirty", "Small writes to so many partitions against the same to one, by turns.") { count, rounds, flush };
        command.SetAction((parsed, cancellation) => new DirtyPartitions(
            Console.Out, parsed.GetValue(count), parsed.GetValue(rounds), parsed.GetRequiredValue(flush)).RunAsync(cancellation));
        return command;
    }

    public static Command Soak()
    {
        Argument<int> minutes = Count("MINUTES", "How long.");
        var share = new Option<double>("--share") { Description = "Of what the cluster takes at most.", DefaultValueFactory = _ => UsualShare };
        var save = new Option<string?>("--save") { Description = "Keep the result under this name, as JSON and as Markdown, in docs/benchmarks/results." };
        var command = new Command("soak", "Minutes at a share of the maximum with retention at work; ends with 1 when the end is worse than the beginning.") { minutes, share, save };
        command.SetAction(async (parsed, cancellation) =>
        {
            string? path = parsed.GetValue(save) is { } name ? Path.Combine(SavedResults.Folder, name) : null;
            return await new SoakRun(Console.Out, parsed.GetValue(minutes), parsed.GetValue(share), path).RunAsync(cancellation) ? 0 : NotSteady;
        });
        return command;
    }

    private static Argument<int> Count(string name, string description)
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
}
