using System.CommandLine;

namespace RaftLog.Cli.Bench;

/// <summary>
/// Lets whoever started a load client say when it begins to measure, so that one can look at the brokers at just that moment: after the warm-up the client
/// writes the line <c>ready</c> to standard error and waits for a line on standard input.
/// </summary>
internal static class StartGate
{
    public static readonly Option<bool> WaitForStart = new("--wait-for-start")
    {
        Description = "After the warm-up, write 'ready' to standard error and wait for a line on standard input.",
    };

    public static async Task PassAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        if (!parsed.GetValue(WaitForStart))
        {
            return;
        }

        await context.Error.WriteLineAsync("ready");
        await context.Error.FlushAsync(cancellation);
        using var input = new StreamReader(context.Input, leaveOpen: true);
        await input.ReadLineAsync(cancellation);
    }
}
