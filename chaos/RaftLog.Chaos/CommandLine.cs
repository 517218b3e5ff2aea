using System.Globalization;
using RaftLog.Chaos.Report;

namespace RaftLog.Chaos;

/// <summary>What the program was asked to do.</summary>
internal sealed class CommandLine
{
    private const string Usage = """
        raftlog-chaos: breaks a cluster of real brokers and checks that nothing acknowledged was lost. The Makefile is its front end.

          run SCENARIO [options]      one scenario, by its name in chaos/scenarios/ or as a path of a .json file
          all [options]               every scenario, and one table at the end
          some NAME,NAME [options]    these, and one table at the end
          list                        the scenarios
          check FOLDER                the histories of a run once more, and its report anew

        Options: --rounds N, --minutes N, --seed N, --mebibytes N (what a catch-up misses), --updates N and --keys N (of a compacted topic), --records N (of a chain),
        --limits off (measure gaps and latencies without judging them, on a machine that has other work too)
        """;

    private readonly Func<CancellationToken, Task<bool>> _action;

    private CommandLine(Func<CancellationToken, Task<bool>> action) => _action = action;

    /// <summary>Understands the arguments.</summary>
    /// <exception cref="CommandLineException">They make no sense.</exception>
    /// <exception cref="ScenarioException">A scenario that they name does not exist or is not as it has to be.</exception>
    public static CommandLine Parse(string[] args)
    {
        switch (args)
        {
            case ["check", var folder]:
                return new CommandLine(_ => Check(folder));
            case ["list"]:
                return new CommandLine(List);
            case ["run", var name, .. var rest]:
                Scenario scenario = ScenarioCatalog.Load(name);
                RunOptions one = Options(rest);
                return new CommandLine(cancellation => Series.RunAsync([scenario], one, cancellation));
            case ["all", .. var rest]:
                return Several(ScenarioCatalog.Names, rest);
            case ["some", var names, .. var rest]:
                return Several(names.Split(','), rest);
            case ["help" or "--help" or "-h"]:
                return new CommandLine(Help);
            default:
                throw new CommandLineException(args.Length == 0 ? Usage : $"'{string.Join(' ', args)}' is not understood.{Environment.NewLine}{Usage}");
        }
    }

    /// <summary>Does it.</summary>
    /// <returns>Whether all was well.</returns>
    public Task<bool> RunAsync(CancellationToken cancellation) => _action(cancellation);

    private static CommandLine Several(IReadOnlyList<string> names, string[] rest)
    {
        // All are read before the first is run: a mistake in the last must not show after an hour.
        Scenario[] scenarios = [.. names.Select(ScenarioCatalog.Load)];
        RunOptions options = Options(rest);
        return new CommandLine(cancellation => Series.RunAsync(scenarios, options, cancellation));
    }

    private static Task<bool> List(CancellationToken cancellation)
    {
        foreach (string name in ScenarioCatalog.Names)
        {
            Console.WriteLine($"{name,-18} {ScenarioCatalog.Load(name).Description}");
        }

        return Task.FromResult(true);
    }

    private static Task<bool> Check(string folder)
    {
        try
        {
            ChaosVerdict verdict = ChaosReport.Check(folder);
            Console.WriteLine(verdict.Summary);
            return Task.FromResult(verdict.Passed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new CommandLineException(e.Message);
        }
    }

    private static Task<bool> Help(CancellationToken cancellation)
    {
        Console.WriteLine(Usage);
        return Task.FromResult(true);
    }

    private static RunOptions Options(string[] args)
    {
        var options = new RunOptions();
        for (int i = 0; i < args.Length; i += 2)
        {
            string value = i + 1 < args.Length ? args[i + 1] : throw new CommandLineException($"{args[i]} needs a value.");
            options = args[i] switch
            {
                "--rounds" => options with { Rounds = Whole(args[i], value) },
                "--seed" => options with { Seed = Whole(args[i], value) },
                "--mebibytes" => options with { Mebibytes = Whole(args[i], value) },
                "--updates" => options with { Updates = Whole(args[i], value) },
                "--records" => options with { Records = Whole(args[i], value) },
                "--keys" => options with { Keys = Whole(args[i], value) },
                "--limits" => options with { JudgesLimits = OnOrOff(args[i], value) },
                "--minutes" => options with { Duration = Minutes(value) },
                _ => throw new CommandLineException($"'{args[i]}' is not an option.{Environment.NewLine}{Usage}"),
            };
        }

        return options;
    }

    private static int Whole(string option, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new CommandLineException($"{option} takes a whole number above 0, not '{value}'.");

    private static bool OnOrOff(string option, string value) =>
        value is "on" or "off" ? value == "on" : throw new CommandLineException($"{option} takes on or off, not '{value}'.");

    private static TimeSpan Minutes(string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double minutes) && minutes is > 0 and < 10_000
            ? TimeSpan.FromMinutes(minutes)
            : throw new CommandLineException($"--minutes takes a number above 0, not '{value}'.");
}
