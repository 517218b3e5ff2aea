using System.Diagnostics;
using RaftLog.LocalCluster;

namespace RaftLog.Benchmarks.CatchUp;

/// <summary>Looks at the resident memory of processes ten times a second until it is disposed of.</summary>
internal sealed class ResidentMemory : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<BrokerProcess, double> _highest;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;

    public ResidentMemory(params BrokerProcess[] processes)
    {
        _highest = processes.ToDictionary(process => process, MiBOf);
        _watching = WatchAsync();
    }

    /// <summary>What a process uses now; 0 when it does not run.</summary>
    public static double MiBOf(BrokerProcess broker)
    {
        if (broker.ProcessId is not { } id)
        {
            return 0;
        }

        using var process = Process.GetProcessById(id);
        return process.WorkingSet64 / 1048576.0;
    }

    /// <summary>The most that was seen of a process.</summary>
    public double HighestMiB(BrokerProcess broker)
    {
        lock (_highest)
        {
            return _highest[broker];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            lock (_highest)
            {
                foreach (BrokerProcess broker in _highest.Keys.ToArray())
                {
                    _highest[broker] = Math.Max(_highest[broker], MiBOf(broker));
                }
            }

            await Task.Delay(Interval, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
