using System.CommandLine;
using RaftLog.Benchmarks.Compare;
using RaftLog.Benchmarks.Results;

namespace RaftLog.Benchmarks.Commands;

/// <summary><c>compare</c>: what got better or worse from one result to another.</summary>
internal static class CompareCommand
{
    private const int SomethingGotWorse = 1;
    private const double UsualThreshold = 0.1;

    private static readonly Argument<string> Old = new("OLD") { Description = "The older result: a JSON file, or the name of a saved one." };
    private static readonly Argument<string> New = new("NEW") { Description = "The newer one." };

    private static readonly Option<double> Threshold = new("--threshold")
    {
        Description = "The share by which medians must differ, besides ranges that do not overlap.",
        DefaultValueFactory = _ => UsualThreshold,
    };

    private static readonly Option<bool> Normalised = new("--normalised")
    {
        Description = "Divide rates and times by the limits of the machine measured in the same run; for results of different days or machines.",
    };

    public static Command Create()
    {
        var command = new Command("compare", "Says what got better or worse beyond noise; ends with 1 when something got worse.") { Old, New, Threshold, Normalised };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        SuiteResult before = SavedResults.Read(parsed.GetRequiredValue(Old));
        SuiteResult after = SavedResults.Read(parsed.GetRequiredValue(New));
        IReadOnlyList<Change> changes = new Comparison(parsed.GetValue(Threshold), parsed.GetValue(Normalised)).Of(before, after);
        if (changes.Count == 0)
        {
            throw new BenchmarkException("The two results have no row in common.");
        }

        ComparisonTable.Write(Console.Out, changes);
        return changes.Any(change => change.Verdict == Verdict.Worse) ? SomethingGotWorse : 0;
    }
}
