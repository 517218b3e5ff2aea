namespace RaftLog.Broker;

/// <summary>Does something once in a while, one after the other, until it is disposed; that waits for what is under way.</summary>
/// <param name="time">The clock of the waits.</param>
/// <param name="firstWait">Before the first time.</param>
/// <param name="interval">Between the end of one time and the beginning of the next.</param>
/// <param name="work">What is done. Its token ends with the loop.</param>
internal sealed class PeriodicLoop(TimeProvider time, TimeSpan firstWait, TimeSpan interval, Func<CancellationToken, Task> work) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    public void Start() => _loop = RunAsync();

    public async ValueTask DisposeAsync()
    {
        Stop();
        await _loop;
        _stop.Dispose();
    }

    // Not CancelAsync: it would call back on the thread pool, whatever the scheduler.
    private void Stop() => _stop.Cancel();

    private async Task RunAsync()
    {
        try
        {
            for (var wait = firstWait; ; wait = interval)
            {
                await Task.Delay(wait, time, _stop.Token);
                await work(_stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }
}
