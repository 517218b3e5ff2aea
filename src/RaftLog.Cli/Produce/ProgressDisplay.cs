using Spectre.Console;

namespace RaftLog.Cli.Produce;

/// <summary>Shows a progress bar on standard error while work is done, if a person watches and the end is known.</summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMilliseconds(100);

    public static async Task RunAsync(CliContext context, long? totalBytes, ProduceProgress progress, Func<Task> work)
    {
        if (totalBytes is not > 0 || !context.ErrorIsTerminal)
        {
            await work();
            return;
        }

        var bar = context.ErrorConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn());
        await bar.StartAsync(async display =>
        {
            var shown = display.AddTask("producing", maxValue: totalBytes.Value);
            var working = work();
            while (!working.IsCompleted)
            {
                shown.Value = progress.BytesRead;
                await Task.WhenAny(working, Task.Delay(RefreshInterval, context.Time));
            }

            await working;
            shown.Value = totalBytes.Value;
        });
    }
}
