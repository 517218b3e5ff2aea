namespace RaftLog.Chaos.Workload;

/// <summary>
/// Tells a worker to stop: its standard input ends, be it that the run asks for it or that the process which started it is gone.
/// </summary>
internal sealed class StopRequest : IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public StopRequest()
    {
        var watcher = new Thread(Watch) { IsBackground = true, Name = "standard input" };
        watcher.Start();
    }

    public CancellationToken Token => _stop.Token;

    public void Dispose() => _stop.Dispose();

    private void Watch()
    {
        while (Console.In.Read() >= 0)
        {
            // What is written there means nothing.
        }

        _stop.Cancel();
    }
}
