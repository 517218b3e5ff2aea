using System.Diagnostics;

namespace RaftLog.Chaos;

/// <summary>How much the replicas of each broker take on its disk.</summary>
internal sealed class DiskMeter(ChaosCluster cluster)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(4);

    /// <summary>The most that any broker's took when it was looked at.</summary>
    public long Peak { get; private set; }

    /// <summary>Looks now and then until it is told to stop.</summary>
    public async Task WatchAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                Measure();
                await Task.Delay(Poll, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // Seen enough.
        }
    }

    /// <summary>Waits until no broker's replicas take more than this, and none has changed for a while; or until the patience ends.</summary>
    public async Task SettleAsync(long bytes, TimeSpan patience, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        long unchangedSince = started;
        long[] before = Measure();
        while (Stopwatch.GetElapsedTime(started) < patience && (before.Any(one => one > bytes) || Stopwatch.GetElapsedTime(unchangedSince) < Calm))
        {
            await Task.Delay(Poll, cancellation);
            long[] now = Measure();
            if (!now.SequenceEqual(before))
            {
                before = now;
                unchangedSince = Stopwatch.GetTimestamp();
            }
        }
    }

    private long[] Measure()
    {
        long[] bytes = [.. cluster.Ids.Select(id => BytesBelow(Path.Combine(cluster.NodeOf(id).DataDirectory, "replicas")))];
        Peak = Math.Max(Peak, bytes.Max());
        return bytes;
    }

    // Files come and go while this looks.
    private static long BytesBelow(string directory)
    {
        long bytes = 0;
        try
        {
            foreach (FileInfo file in new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories))
            {
                bytes += file.Exists ? file.Length : 0;
            }
        }
        catch (IOException)
        {
            // What is gone takes nothing.
        }

        return bytes;
    }
}
