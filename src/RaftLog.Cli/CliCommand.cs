using System.CommandLine;

namespace RaftLog.Cli;

/// <summary>Builds commands whose errors come out as one line and an exit code.</summary>
internal static class CliCommand
{
    /// <summary>A command that does its work by <paramref name="run"/>.</summary>
    public static Command Create(
        string name, string description, CliContext context, Func<ParseResult, CancellationToken, Task> run, params IEnumerable<Symbol> symbols)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            Add(command, symbol);
        }

        command.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                await run(parsed, cancellation);
                return CliExitCode.Success;
            }
            catch (Exception error) when (ErrorReport.Of(error) is { } report)
            {
                await context.Error.WriteLineAsync($"raftlog: {report.Message}");
                return report.ExitCode;
            }
        });
        return command;
    }

    /// <summary>A command that only holds others.</summary>
    public static Command Group(string name, string description, params IEnumerable<Command> commands)
    {
        var group = new Command(name, description);
        foreach (var command in commands)
        {
            group.Add(command);
        }

        return group;
    }

    private static void Add(Command command, Symbol symbol)
    {
        switch (symbol)
        {
            case Option option:
                command.Add(option);
                break;
            case Argument argument:
                command.Add(argument);
                break;
            default:
                throw new ArgumentException($"{symbol.Name} is neither an option nor an argument.", nameof(symbol));
        }
    }
}
