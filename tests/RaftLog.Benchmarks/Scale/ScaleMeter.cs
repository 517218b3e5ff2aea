using RaftLog.Benchmarks.EndToEnd;
using RaftLog.Cli.Bench;

namespace RaftLog.Benchmarks.Scale;

/// <summary>Measures one load on a cluster of its own: full speed after a warm-up, then the delay at a low rate when the disk is at rest.</summary>
internal static class ScaleMeter
{
    private const double Million = 1e6;
    private const string Topic = "scale";

    // The low rate: far below what any of the loads can take, and less where records are large.
    private const double PacedPerSecond = 500;
    private const double PacedBytesPerSecond = 20e6;

    private static readonly TimeSpan Paced = TimeSpan.FromSeconds(5);

    public static async Task<ScalePoint> MeasureAsync(double x, ScaleLoad load, CancellationToken cancellation)
    {
        await DiskSettling.WaitAsync(cancellation);
        await using BenchCluster cluster = await BenchCluster.StartAsync(load.Configuration, [], cancellation);
        await cluster.Admin.CreateTopicAsync(load.Topic(Topic), cancellation);
        await using var fleet = new ProducerFleet(cluster.BootstrapServers, Topic, load);
        await fleet.ConnectAsync(cancellation);
        FullSpeed full = await FullSpeed.MeasureAsync(cluster, fleet, cancellation);
        double memory = cluster.MemoryMiB;
        await DiskSettling.WaitAsync(cancellation);
        double rate = Math.Min(PacedPerSecond, PacedBytesPerSecond / load.RecordBytes);
        LatencyHistogram times = await fleet.RunAtRateAsync(rate, timedOneIn: 1, Paced, cancellation);
        return new ScalePoint(
            x, full, full.RecordsPerSecond * load.RecordBytes / Million, times.Quantile(0.5).TotalMilliseconds, times.Quantile(0.99).TotalMilliseconds, memory);
    }
}
