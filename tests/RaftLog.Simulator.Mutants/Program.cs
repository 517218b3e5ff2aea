using System.Globalization;
using RaftLog.Simulator.Mutants;

string? Option(string name)
{
    int at = Array.IndexOf(args, $"--{name}");
    return at >= 0 && at + 1 < args.Length && args[at + 1].Length > 0 ? args[at + 1] : null;
}

if (args.Contains("--help"))
{
    Console.WriteLine("""
        Puts named defects into a copy of the sources, one at a time, and runs the simulator until it notices.

          --root DIR       the repository (.)
          --mutant A,B     only these; all otherwise
          --seeds N        at most so many seeds for each (500)

        Ends with 0 when all are caught, with 1 when one survives, with 2 when it cannot run.
        """);
    return 0;
}

string root = Path.GetFullPath(Option("root") ?? ".");
int seeds = int.Parse(Option("seeds") ?? "500", CultureInfo.InvariantCulture);
string[] only = Option("mutant")?.Split(',') ?? [];
try
{
    var mutants = MutantCatalog.Load(root).Where(mutant => only.Length == 0 || only.Contains(mutant.Name)).ToList();
    if (only.FirstOrDefault(name => !mutants.Exists(mutant => mutant.Name == name)) is { } unknown)
    {
        throw new MutantException($"There is no mutant {unknown} in {MutantCatalog.Folder}.");
    }

    var tree = new SourceTree(root, Path.Combine(root, ".run/mutants/tree"));
    tree.Refresh();
    await SimulatorBuild.RunAsync(tree, "none");
    string unchanged = tree.KeepProgram(Path.Combine(root, ".run/mutants/unchanged"));
    var patience = TimeSpan.FromMinutes(2);
    var trial = new MutantTrial(new SeedHunt(tree.SimulatorProgram, patience), new SeedHunt(unchanged, patience));
    var verdicts = new List<Verdict>();
    foreach (var mutant in mutants)
    {
        using (tree.Apply(mutant))
        {
            await SimulatorBuild.RunAsync(tree, mutant.Name);
            var verdict = await trial.RunAsync(mutant, seeds);
            verdicts.Add(verdict);
            Console.WriteLine($"{mutant.Name}: {(verdict.IsCaught ? $"caught by seed {verdict.Seed}" : "NOT CAUGHT")}: {verdict.Violation}");
        }
    }

    Console.WriteLine();
    Console.Write(VerdictTable.Format(verdicts));
    return verdicts.All(verdict => verdict.IsCaught) ? 0 : 1;
}
catch (MutantException problem)
{
    Console.Error.WriteLine(problem.Message);
    return 2;
}
