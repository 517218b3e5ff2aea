using System.Diagnostics;

namespace RaftLog.Chaos.Workload;

/// <summary>A worker as a process: told to stop by the end of its standard input, what it complains of kept for the report.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    /// <summary>What a worker writes when it has begun to work.</summary>
    public const string ReadyLine = "ready";

    private const int KeptLines = 20;

    private readonly Process _process;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> _complaints = new();

    private WorkerProcess(string name, Process process)
    {
        Name = name;
        _process = process;
    }

    public string Name { get; }

    public int ProcessId => _process.Id;

    public bool HasEnded => _process.HasExited;

    public static WorkerProcess Start(string name, string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var worker = new WorkerProcess(name, new Process { StartInfo = start, EnableRaisingEvents = true });
        worker._process.OutputDataReceived += (_, e) => worker.OnOutput(e.Data);
        worker._process.ErrorDataReceived += (_, e) => worker.OnError(e.Data);
        worker._process.Start();
        worker._process.BeginOutputReadLine();
        worker._process.BeginErrorReadLine();
        return worker;
    }

    /// <summary>Completes when the worker has begun to work.</summary>
    /// <exception cref="InvalidOperationException">It ended before.</exception>
    public Task WaitUntilReadyAsync(CancellationToken cancellation) => _ready.Task.WaitAsync(cancellation);

    /// <summary>Tells the worker to stop.</summary>
    public void Stop()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
        }
    }

    /// <summary>Waits for the end; returns what was wrong with it, null when nothing was. One that takes too long is killed.</summary>
    public async Task<string?> WaitAsync(TimeSpan patience, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(patience);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            _process.Kill();
            return $"{Name} was not done after {patience.TotalSeconds:F0} s and was killed. {Complaints()}";
        }

        return _process.ExitCode == 0 ? null : $"{Name} ended with exit code {_process.ExitCode}. {Complaints()}";
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private string Complaints()
    {
        lock (_complaints)
        {
            return string.Join(' ', _complaints);
        }
    }

    private void OnOutput(string? line)
    {
        if (line == ReadyLine)
        {
            _ready.TrySetResult();
        }
        else if (line is null)
        {
            _ready.TrySetException(new InvalidOperationException($"{Name} ended before it began to work. {Complaints()}"));
        }
    }

    private void OnError(string? line)
    {
        lock (_complaints)
        {
            if (line is not null)
            {
                _complaints.Enqueue(line);
            }

            if (_complaints.Count > KeptLines)
            {
                _complaints.Dequeue();
            }
        }
    }
}
