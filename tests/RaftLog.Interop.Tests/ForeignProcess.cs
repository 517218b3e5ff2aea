using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace RaftLog.Interop.Tests;

/// <summary>A client in another language as a child process: its lines out, its complaints kept for the failure message.</summary>
internal sealed class ForeignProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    private ForeignProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, e) => OnOutput(e.Data);
        _process.ErrorDataReceived += (_, e) => OnError(e.Data);
    }

    /// <summary>Lines of standard output, and of standard error behind <c>"E\t"</c>, as they come; completed when the output ends.</summary>
    public ChannelReader<string> Lines => _lines.Reader;

    /// <summary>What the process wrote to standard error so far.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    public static ForeignProcess Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["NODE_PATH"] = NodeModules.Path;
        var process = new ForeignProcess(new Process { StartInfo = start });
        process._process.Start();
        process._process.BeginOutputReadLine();
        process._process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Runs a command to its end with <paramref name="input"/> on its standard input; fails the test when it fails.</summary>
    public static async Task RunAsync(string program, IEnumerable<string> arguments, IEnumerable<string> input, CancellationToken cancellation)
    {
        ForeignOutcome outcome = await RunToEndAsync(program, arguments, input, cancellation);
        Assert.That(outcome.ExitCode, Is.Zero, () => $"{program} {string.Join(' ', arguments)}:\n{outcome.Errors}");
    }

    /// <summary>Runs a command to its end with <paramref name="input"/> on its standard input; it may fail.</summary>
    public static async Task<ForeignOutcome> RunToEndAsync(
        string program, IEnumerable<string> arguments, IEnumerable<string> input, CancellationToken cancellation)
    {
        await using ForeignProcess process = Start(program, arguments);
        foreach (string line in input)
        {
            await process._process.StandardInput.WriteLineAsync(line.AsMemory(), cancellation);
        }

        process._process.StandardInput.Close();
        await process._process.WaitForExitAsync(cancellation);
        var output = new List<string>();
        await foreach (string line in process.Lines.ReadAllAsync(cancellation))
        {
            output.Add(line);
        }

        return new ForeignOutcome(process._process.ExitCode, [.. output.Where(line => !line.StartsWith("E\t", StringComparison.Ordinal))], process.Errors);
    }

    /// <summary>Asks the client to leave (its standard input closes) and waits until it has; a client that takes too long is killed.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(cancellation);
    }

    /// <summary>Sends SIGTERM, for programs that do not read their standard input.</summary>
    public async Task TerminateAsync(CancellationToken cancellation)
    {
        using Process kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellation);
        await _process.WaitForExitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void OnOutput(string? line)
    {
        if (line is null)
        {
            _lines.Writer.TryComplete();
        }
        else
        {
            _lines.Writer.TryWrite(line);
        }
    }

    private void OnError(string? line)
    {
        if (line is not null)
        {
            lock (_errors)
            {
                _errors.AppendLine(line);
            }

            _lines.Writer.TryWrite("E\t" + line);
        }
    }
}
