using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using RaftLog.Benchmarks.Limits;
using RaftLog.Benchmarks.Results;

namespace RaftLog.Benchmarks.Soak;

/// <summary>
/// Appends 4 KiB with fdatasync a few times a second, on a thread of its own: how long the disk takes whoever asks it, so that a slow minute of the machine is
/// not taken for one of the cluster.
/// </summary>
internal sealed class FlushProbe : IDisposable
{
    private const int BlockBytes = 4096;

    // The file begins anew after so many.
    private const int Blocks = 4096;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly string _path;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private readonly Lock _lock = new();
    private List<double> _milliseconds = []; // Guarded by _lock.

    public FlushProbe(string folder)
    {
        Directory.CreateDirectory(folder);
        _path = Path.Combine(folder, $"flush-probe-{Environment.ProcessId}");
        _thread = new Thread(ProbeForever) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>The 99th percentile since the last call; 0 when there was nothing.</summary>
    public double TakeP99Ms()
    {
        List<double> taken;
        lock (_lock)
        {
            (taken, _milliseconds) = (_milliseconds, []);
        }

        return taken.Count == 0 ? 0 : Statistics.Quantile(taken, 0.99);
    }

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
        File.Delete(_path);
    }

    private void ProbeForever()
    {
        byte[] block = new byte[BlockBytes];
        using SafeFileHandle file = File.OpenHandle(_path, FileMode.Create, FileAccess.Write);
        for (long count = 0; !_stop.Wait(Pause); count++)
        {
            long began = Stopwatch.GetTimestamp();
            RandomAccess.Write(file, block, count % Blocks * BlockBytes);
            DiskLimits.Flush(file);
            double took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            lock (_lock)
            {
                _milliseconds.Add(took);
            }
        }
    }
}
