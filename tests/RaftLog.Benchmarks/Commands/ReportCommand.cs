using System.CommandLine;
using RaftLog.Benchmarks.Results;

namespace RaftLog.Benchmarks.Commands;

/// <summary><c>report</c>: a saved result as Markdown, on standard output or between the marks of a page.</summary>
internal static class ReportCommand
{
    private static readonly Argument<string> Result = new("RESULT") { Description = "A JSON file, or the name of a saved result." };

    private static readonly Option<string?> Into = new("--into")
    {
        Description = $"A page of Markdown, in which it replaces what stands between the lines '{ReportPage.Begin}' and '{ReportPage.End}'.",
    };

    public static Command Create()
    {
        var command = new Command("report", "Writes a saved result as Markdown.") { Result, Into };
        command.SetAction(Run);
        return command;
    }

    private static void Run(ParseResult parsed)
    {
        SuiteResult result = SavedResults.Read(parsed.GetRequiredValue(Result));
        using var text = new StringWriter { NewLine = "\n" };
        new MarkdownReport(result, text).Write();
        if (parsed.GetValue(Into) is { } page)
        {
            File.WriteAllText(page, ReportPage.Replace(File.ReadAllText(page), text.ToString(), page));
            return;
        }

        Console.Write(text);
    }
}
