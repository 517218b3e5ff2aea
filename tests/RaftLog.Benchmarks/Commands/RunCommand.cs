using System.CommandLine;
using System.CommandLine.Parsing;
using RaftLog.Benchmarks.EndToEnd;
using RaftLog.Benchmarks.Results;

namespace RaftLog.Benchmarks.Commands;

/// <summary><c>run</c>: the table of <c>make bench</c>.</summary>
internal static class RunCommand
{
    private const int UsualRepeats = 3;

    private static readonly Option<int> Repeats = new("--repeats") { Description = "How often each row is measured.", DefaultValueFactory = _ => UsualRepeats };

    private static readonly Option<string> Rows = new("--rows")
    {
        Description = "The rows to measure, with commas between; the beginning of a name takes all that begin so. All if left out: "
            + string.Join(", ", SuiteRows.All.Select(row => row.Name)) + ".",
        DefaultValueFactory = _ => "",
    };

    private static readonly Option<string> Flush = new("--flush") { Description = "The flush mode of topics; both if left out." };

    private static readonly Option<double> Scale = new("--scale")
    {
        Description = "The share of the usual number of records, for a quick look.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<string?> Save = new("--save")
    {
        Description = "Keep the result under this name, as JSON and as Markdown, in docs/benchmarks/results.",
    };

    private static readonly Option<string[]> Settings = new("--set") { Description = "A setting of the brokers, Key=value.", DefaultValueFactory = _ => [] };

    public static Command Create()
    {
        Flush.AcceptOnlyFromAmong([.. Row.BothModes]);
        Repeats.Validators.Add(result => Require(result, result.GetValue(Repeats) is >= 1 and <= 100, "--repeats is from 1 to 100."));
        Scale.Validators.Add(result => Require(result, result.GetValue(Scale) is > 0 and <= 10, "--scale is above 0 and at most 10."));
        Save.Validators.Add(result => Require(
            result, result.GetValue(Save) is { Length: > 0 } name && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_'), "--save takes a name of letters, digits, '-', '.' and '_'."));
        var command = new Command("run", "Throughput, latency and cost of three broker processes, with the load client in a process of its own.")
        {
            Repeats, Rows, Flush, Scale, Save, Settings,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string[] names = parsed.GetRequiredValue(Rows).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        IReadOnlyList<string> modes = parsed.GetValue(Flush) is { } one ? [one] : Row.BothModes;
        var options = new SuiteOptions(
            SuiteRows.Choose(names), modes, parsed.GetValue(Repeats), parsed.GetValue(Scale), parsed.GetRequiredValue(Settings));
        string command = string.Join(' ', ["raftlog-benchmarks", .. parsed.Tokens.Select(token => token.Value)]);
        SuiteResult result = await new Suite(options, Console.Error).RunAsync(command, cancellation);
        new MarkdownReport(result, Console.Out).Write();
        if (parsed.GetValue(Save) is { } name)
        {
            await Console.Error.WriteLineAsync($"Saved: {SavedResults.Save(result, name)}");
        }

        return 0;
    }

    private static void Require(OptionResult option, bool condition, string message)
    {
        if (!condition)
        {
            option.AddError(message);
        }
    }
}
