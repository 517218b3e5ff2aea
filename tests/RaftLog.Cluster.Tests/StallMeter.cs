using System.Diagnostics;

namespace RaftLog.Cluster.Tests;

/// <summary>
/// How long the machine kept this process from running on time, summed up over a span: what a bound on time must allow for on a machine that has other things
/// to do.
/// </summary>
internal sealed class StallMeter : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _measuring;
    private long _stalledTicks;

    public StallMeter() => _measuring = MeasureAsync();

    public TimeSpan Stalled => TimeSpan.FromTicks(Volatile.Read(ref _stalledTicks));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _measuring;
        _stop.Dispose();
    }

    private async Task MeasureAsync()
    {
        try
        {
            while (true)
            {
                long began = Stopwatch.GetTimestamp();
                await Task.Delay(Interval, _stop.Token);
                var late = Stopwatch.GetElapsedTime(began) - Interval;
                Interlocked.Add(ref _stalledTicks, Math.Max(0, late.Ticks));
            }
        }
        catch (OperationCanceledException)
        {
            // Measured.
        }
    }
}
