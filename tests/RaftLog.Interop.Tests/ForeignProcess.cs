using System.Diagnostics;
using System.Globalization;
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

    /// <summary>Runs a command to its end with <paramref name="input"/> on its standard input; it may fail.</summary>
    public static async Task<ForeignOutcome> RunToEndAsync(
        string program, IEnumerable<string> arguments, IEnumerable<string> input, CancellationToken cancellation)
    {
        await using ForeignProcess process = Start(program, arguments);
        await process.WriteLinesAsync(input, cancellation);
        process._process.StandardInput.Close();
        await process._process.WaitForExitAsync(cancellation);
        return new ForeignOutcome(process._process.ExitCode, await process.RestAsync(cancellation), process.Errors);
    }

    public async Task WriteLinesAsync(IEnumerable<string> lines, CancellationToken cancellation)
    {
        foreach (string line in lines)
        {
            await _process.StandardInput.WriteAsync((line + "\n").AsMemory(), cancellation);
        }

        await _process.StandardInput.FlushAsync(cancellation);
    }

    /// <summary>Closes the standard input and waits until the process has ended; fails the test when it failed.</summary>
    public async Task EndAsync(CancellationToken cancellation)
    {
        _process.StandardInput.Close();
        await WaitForExitAsync(cancellation);
        Assert.That(_process.ExitCode, Is.Zero, () => $"{Describe()}:\n{Errors}");
    }

    /// <summary>Sends SIGTERM, for programs that do not read their standard input, and waits until the process has ended.</summary>
    public async Task TerminateAsync(CancellationToken cancellation)
    {
        using Process kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellation);
        await WaitForExitAsync(cancellation);
    }

    /// <summary>The lines of standard output that nobody has read yet, once the process has ended.</summary>
    public async Task<IReadOnlyList<string>> RestAsync(CancellationToken cancellation)
    {
        var rest = new List<string>();
        await foreach (string line in Lines.ReadAllAsync(cancellation))
        {
            if (!line.StartsWith("E\t", StringComparison.Ordinal))
            {
                rest.Add(line);
            }
        }

        return rest;
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

    private async Task WaitForExitAsync(CancellationToken cancellation)
    {
        try
        {
            await _process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException e)
        {
            throw new AssertionException($"{Describe()} did not end in time:\n{Errors}", e);
        }
    }

    private string Describe() => $"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)}";

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
