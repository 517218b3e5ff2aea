using System.Diagnostics;
using RaftLog.Simulator.Runs;

RunSettings settings;
try
{
    settings = CommandLine.Parse(args);
}
catch (UsageException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}

if (settings.WantsHelp)
{
    Console.WriteLine(CommandLine.Help);
    return 0;
}

if (!settings.IsWorker)
{
    Console.WriteLine($"the first seed is {settings.First}");
}

var clock = Stopwatch.StartNew();
var totals = settings.Jobs > 1 && settings.Seeds > 1
    ? new WorkerProcesses(args, settings, Console.Out).Run()
    : new SeedRuns(settings, Console.Out).Run();
Console.WriteLine(settings.IsWorker ? totals.ToLine() : totals.Summary(clock.Elapsed));
return totals.Failed == 0 ? 0 : 1;
