using System.Globalization;
using RaftLog.Simulator.Faults;

namespace RaftLog.Simulator.Runs;

/// <summary>Reads the command line. An option whose value is empty counts as not given, so that a makefile can pass all of them.</summary>
internal static class CommandLine
{
    public static string Help { get; } =
        $"""
        Runs whole brokers under faults on one thread, each run repeatable by its seed.

          --seeds N          so many seeds (20)
          --first N|random   beginning with this one (1); random draws it and prints it
          --seed N           this one seed
          --for N            as many seeds as fit in N seconds of real time, instead of --seeds
          --minutes N        N simulated minutes of faults in each seed, fractions allowed; or --seconds N (15)
          --nodes N          N brokers, 3 to 7 (the seed decides)
          --kinds A,B        only faults of these kinds, see below
          --only 3,5         only the faults of these numbers in the schedule; none for no faults
          --without 3,5      all faults but these
          --trace 1          every event in words
          --check 1          run each seed twice and compare the traces
          --shrink 0         do not look for the smallest schedule after a failure
          --jobs N           N processes

        Kinds of faults: {string.Join(", ", FaultCatalog.Kinds.Select(kind => kind.Name))}
        """;

    /// <exception cref="UsageException">Something is not as it should be; the message says what.</exception>
    public static RunSettings Parse(IReadOnlyList<string> arguments)
    {
        var settings = new RunSettings();
        for (int i = 0; i < arguments.Count; i++)
        {
            string name = arguments[i];
            if (name is "--help" or "-h")
            {
                return settings with { WantsHelp = true };
            }

            string value = i + 1 < arguments.Count ? arguments[++i].Trim() : throw new UsageException($"{name} needs a value.");
            settings = value.Length == 0 ? settings : With(settings, name, value);
        }

        return settings.First > int.MaxValue - settings.Seeds ? throw new UsageException("--first leaves no room for so many seeds.") : settings;
    }

    private static RunSettings With(RunSettings settings, string name, string value) => name switch
    {
        "--seeds" => settings with { Seeds = Number(name, value, 1, 100_000_000) },
        "--first" => settings with { First = value == "random" ? Random.Shared.Next(1, 1_000_000_000) : Number(name, value, 1, int.MaxValue - 1) },
        "--seed" => settings with { First = Number(name, value, 1, int.MaxValue - 1), Seeds = 1 },
        "--stride" => settings with { Stride = Number(name, value, 1, 64) },
        "--for" => settings with { For = TimeSpan.FromSeconds(Amount(name, value, 1, 1_000_000)), Seeds = 100_000_000 },
        "--minutes" => settings with { Period = TimeSpan.FromMinutes(Amount(name, value, 0, 1_000)) },
        "--seconds" => settings with { Period = TimeSpan.FromSeconds(Amount(name, value, 0, 60_000)) },
        "--nodes" => settings with { Nodes = Number(name, value, 3, 7) },
        "--kinds" => settings with { Kinds = Kinds(value) },
        "--only" => settings with { Only = value == "none" ? [] : Numbers(name, value) },
        "--without" => settings with { Without = Numbers(name, value) },
        "--trace" => settings with { IsTraced = Number(name, value, 0, 1) == 1 },
        "--check" => settings with { ChecksTwice = Number(name, value, 0, 1) == 1 },
        "--shrink" => settings with { Shrinks = Number(name, value, 0, 1) == 1 },
        "--jobs" => settings with { Jobs = Number(name, value, 1, 64) },
        "--worker" => settings with { IsWorker = Number(name, value, 0, 1) == 1 },
        _ => throw new UsageException($"There is no option {name}. Try --help."),
    };

    private static int Number(string name, string value, int least, int most) =>
        int.TryParse(value, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw new UsageException($"{name} must be a whole number from {least} to {most}, not '{value}'.");

    private static double Amount(string name, string value, double least, double most) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double amount) && amount >= least && amount <= most
            ? amount
            : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{name} must be a number from {least} to {most}, not '{value}'."));

    private static int[] Numbers(string name, string value) =>
        [.. value.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(part => Number(name, part, 1, int.MaxValue))];

    private static string[] Kinds(string value)
    {
        string[] names = value.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        string? unknown = names.FirstOrDefault(name => FaultCatalog.Kinds.All(kind => kind.Name != name));
        return unknown is null ? names : throw new UsageException($"--kinds: there is no kind of fault called '{unknown}'. Try --help.");
    }
}
