using System.Diagnostics;

namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>
/// A run of a load client: a program that prints a <see cref="Measurement"/> as JSON. With <c>--wait-for-start</c> it says <c>ready</c> on standard error
/// after its warm-up and measures when it gets a line, so that the brokers can be looked at just then.
/// </summary>
internal static class LoadProcess
{
    private const string WaitForStart = "--wait-for-start";
    private const string Ready = "ready";

    public static async Task<Measurement> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        using Process process = Start(program, arguments);
        return await ResultAsync(process, process.StandardOutput.ReadToEndAsync(cancellation), cancellation);
    }

    /// <summary>The same, with calls when the client begins to measure and when it is done.</summary>
    public static async Task<Measurement> RunAsync(
        string program, IEnumerable<string> arguments, Func<Task> begins, Func<Task> ended, CancellationToken cancellation)
    {
        using Process process = Start(program, [.. arguments, WaitForStart]);
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
        try
        {
            string? said = await process.StandardError.ReadLineAsync(cancellation);
            if (said == Ready)
            {
                await begins();
                await process.StandardInput.WriteLineAsync();
                process.StandardInput.Close();
            }
            else if (said is not null)
            {
                throw new LoadClientException(said + Environment.NewLine + await process.StandardError.ReadToEndAsync(cancellation));
            }

            Measurement result = await ResultAsync(process, output, cancellation);
            await ended();
            return result;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new LoadClientException($"{program} could not be started.");
    }

    private static async Task<Measurement> ResultAsync(Process process, Task<string> output, CancellationToken cancellation)
    {
        string errors = await process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? Measurement.Parse(await output) : throw new LoadClientException(errors.Trim());
    }
}
