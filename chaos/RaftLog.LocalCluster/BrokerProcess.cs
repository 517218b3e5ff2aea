using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace RaftLog.LocalCluster;

/// <summary>
/// A real broker process. It is detached: it outlives the command that started it, and is found again by its process file, which holds
/// the process id and the start time, so that a number that the system gave to somebody else since is never taken for ours.
/// </summary>
/// <param name="layout">The cluster it belongs to.</param>
/// <param name="node">Which of its brokers.</param>
/// <param name="serverProgram">The built <c>raftlog-server</c>.</param>
public sealed class BrokerProcess(ClusterLayout layout, LocalNode node, string serverProgram)
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(2) };

    /// <summary>The broker's place in the cluster.</summary>
    public LocalNode Node => node;

    /// <summary>The process id while the broker runs, else null.</summary>
    public int? ProcessId
    {
        get
        {
            using Process? process = FindProcess();
            return process?.Id;
        }
    }

    /// <summary>Environment variables that the broker is started with, beside those of this process.</summary>
    public IDictionary<string, string> Environment { get; } = new Dictionary<string, string>();

    /// <summary>Starts the broker in the background.</summary>
    /// <param name="settings">More settings, as <c>Key=value</c>.</param>
    /// <exception cref="LocalClusterException">It runs already, or one of its ports is taken.</exception>
    public void Start(params string[] settings)
    {
        if (ProcessId is { } running)
        {
            throw new LocalClusterException($"Broker {node.Id} runs already (process {running}).");
        }

        RequireFreePort(node.KafkaPort);
        RequireFreePort(node.PeerPort);
        RequireFreePort(node.HttpPort);
        Directory.CreateDirectory(node.Folder);

        // The shell only wires the output to the log and then becomes the broker; nohup keeps it when the terminal goes, a session of its own
        // (where there is setsid) keeps Ctrl-C for the one who started it.
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("""
            log=$1; shift
            if command -v setsid >/dev/null; then exec setsid nohup "$@" >>"$log" 2>&1 </dev/null; fi
            exec nohup "$@" >>"$log" 2>&1 </dev/null
            """);
        start.ArgumentList.Add("raftlog-server");
        start.ArgumentList.Add(node.LogFile);
        foreach (string argument in Command(settings))
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in Environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start) ?? throw new LocalClusterException("/bin/sh could not be started.");
        File.WriteAllText(
            node.ProcessFile,
            string.Create(CultureInfo.InvariantCulture, $"{process.Id} {process.StartTime.ToUniversalTime().Ticks}"));
    }

    /// <summary>Whether the broker says it is ready to serve, and in which words.</summary>
    public async Task<(bool IsReady, string Says)> ReadinessAsync(CancellationToken cancellation)
    {
        try
        {
            using HttpResponseMessage response = await Http.GetAsync(new Uri(node.Http, "health/ready"), cancellation);
            return (response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(cancellation));
        }
        catch (HttpRequestException failure)
        {
            return (false, failure.Message);
        }
        catch (TaskCanceledException failure) when (!cancellation.IsCancellationRequested)
        {
            return (false, failure.Message);
        }
    }

    /// <summary>Asks the broker to stop (SIGTERM) and waits until it has.</summary>
    /// <returns>False when it did not run.</returns>
    /// <exception cref="LocalClusterException">It did not stop within <paramref name="patience"/>.</exception>
    public async Task<bool> StopAsync(TimeSpan patience, CancellationToken cancellation)
    {
        using Process? process = FindProcess();
        if (process is null)
        {
            File.Delete(node.ProcessFile);
            return false;
        }

        Signal("TERM", process.Id);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(patience);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new LocalClusterException(
                $"Broker {node.Id} (process {process.Id}) did not stop within {patience.TotalSeconds:F0} s. See {node.LogFile}; 'make kill NODE={node.Id}' ends it.");
        }

        File.Delete(node.ProcessFile);
        return true;
    }

    /// <summary>Ends the broker at once (SIGKILL); it writes and says nothing more.</summary>
    /// <returns>False when it did not run.</returns>
    public async Task<bool> KillAsync(CancellationToken cancellation)
    {
        using Process? process = FindProcess();
        process?.Kill();
        if (process is not null)
        {
            await process.WaitForExitAsync(cancellation);
        }

        File.Delete(node.ProcessFile);
        return process is not null;
    }

    /// <summary>Stops the broker in its tracks (SIGSTOP); its connections stay open and it answers nothing.</summary>
    public void Pause() => Signal("STOP", RequireRunning());

    /// <summary>Lets a paused broker go on (SIGCONT).</summary>
    public void Resume() => Signal("CONT", RequireRunning());

    /// <summary>The last lines of the broker's log, for error messages.</summary>
    public string LogTail(int lines) =>
        File.Exists(node.LogFile) ? string.Join(System.Environment.NewLine, File.ReadLines(node.LogFile).TakeLast(lines)) : "(no log)";

    private IEnumerable<string> Command(string[] settings)
    {
        yield return serverProgram;
        yield return "--config";
        yield return node.ConfigFile;
        yield return $"--DataDirectory={node.DataDirectory}";
        yield return $"--Kafka:Listen={node.Kafka}";
        yield return $"--Peer:Listen={node.Peer}";
        yield return $"--Http:Listen=127.0.0.1:{node.HttpPort}";

        for (int i = 0; i < layout.Controllers.Count; i++)
        {
            LocalNode controller = layout.Nodes.First(n => n.Id == layout.Controllers[i]);
            yield return $"--Controllers:{i}:Id={controller.Id}";
            yield return $"--Controllers:{i}:Peer={controller.Peer}";
        }

        foreach (string setting in settings)
        {
            yield return $"--{setting}";
        }
    }

    private Process? FindProcess()
    {
        if (!File.Exists(node.ProcessFile) || File.ReadAllText(node.ProcessFile).Split(' ') is not [var idText, var startText]
            || !int.TryParse(idText, CultureInfo.InvariantCulture, out int id)
            || !long.TryParse(startText, CultureInfo.InvariantCulture, out long started))
        {
            return null;
        }

        try
        {
            var process = Process.GetProcessById(id);

            // The system rounds start times; another process under the same number starts seconds later at the least.
            if (!process.HasExited && Math.Abs(process.StartTime.ToUniversalTime().Ticks - started) < TimeSpan.TicksPerSecond)
            {
                return process;
            }

            process.Dispose();
        }
        catch (ArgumentException)
        {
            // No such process.
        }
        catch (InvalidOperationException)
        {
            // It ended between the two looks.
        }

        return null;
    }

    private int RequireRunning() => ProcessId ?? throw new LocalClusterException($"Broker {node.Id} does not run.");

    private static void Signal(string name, int processId)
    {
        using Process kill = Process.Start("kill", [$"-{name}", processId.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static void RequireFreePort(int port)
    {
        try
        {
            using var probe = new TcpListener(System.Net.IPAddress.Loopback, port);
            probe.Start();
        }
        catch (SocketException e)
        {
            throw new LocalClusterException(
                $"Port {port} is in use by another process ({e.SocketErrorCode}). Stop that one ('make stop' if it is a cluster of this checkout), "
                + "or choose other ports, e.g. PORT_BASE=19092.",
                e);
        }
    }
}
