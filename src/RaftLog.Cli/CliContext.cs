using Spectre.Console;

namespace RaftLog.Cli;

/// <summary>What a command reads from and writes to. Handed in, so that tests run whole commands without a process.</summary>
internal sealed class CliContext
{
    private const int WidthWhenRedirected = 240;

    /// <summary>Creates a context.</summary>
    public CliContext(Stream input, Stream output, TextWriter error, bool outputIsTerminal, bool errorIsTerminal)
    {
        Input = input;
        Output = output;
        Error = error;
        Text = new StreamWriter(output, leaveOpen: true) { AutoFlush = true, NewLine = "\n" };
        Console = CreateConsole(Text, outputIsTerminal);
        ErrorConsole = CreateConsole(error, errorIsTerminal);
        ErrorIsTerminal = errorIsTerminal;
    }

    /// <summary>Standard input.</summary>
    public Stream Input { get; }

    /// <summary>Standard output as bytes, for records. Flush <see cref="Text"/> is not needed: it holds nothing back.</summary>
    public Stream Output { get; }

    /// <summary>Standard output as text.</summary>
    public TextWriter Text { get; }

    /// <summary>Standard output for tables.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Standard error: what is said about the work, so that output stays data.</summary>
    public TextWriter Error { get; }

    /// <summary>Standard error for progress bars.</summary>
    public IAnsiConsole ErrorConsole { get; }

    /// <summary>Whether a person watches standard error.</summary>
    public bool ErrorIsTerminal { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The context of the process.</summary>
    public static CliContext ForProcess() => new(
        System.Console.OpenStandardInput(),
        System.Console.OpenStandardOutput(),
        System.Console.Error,
        !System.Console.IsOutputRedirected,
        !System.Console.IsErrorRedirected);

    private static IAnsiConsole CreateConsole(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });

        // A file has no right edge to wrap at.
        if (!isTerminal)
        {
            console.Profile.Width = WidthWhenRedirected;
        }

        return console;
    }
}
