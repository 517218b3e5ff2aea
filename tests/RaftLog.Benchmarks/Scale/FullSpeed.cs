using System.Diagnostics;
using RaftLog.Benchmarks.EndToEnd;
using RaftLog.Benchmarks.Limits;

namespace RaftLog.Benchmarks.Scale;

/// <summary>What a cluster did when it got as much as it took, after a warm-up.</summary>
/// <param name="RecordsPerSecond">Acknowledged by the majority.</param>
/// <param name="CpuSecondsPerMillion">Of all brokers together, for a million records.</param>
/// <param name="RecordsPerBatch">How full batches were.</param>
/// <param name="FramesPerBatch">Frames of consensus between brokers for each batch: fewer, the more of them go together.</param>
/// <param name="FlushesPerSecond">Of the whole disk, whoever asked for them.</param>
/// <param name="StolenShare">Of the processors' time, by other machines.</param>
internal sealed record FullSpeed(
    double RecordsPerSecond, double CpuSecondsPerMillion, double RecordsPerBatch, double FramesPerBatch, double FlushesPerSecond, double StolenShare)
{
    private const double Million = 1e6;
    private const string Frames = "raftlog_replication_peer_frames_sent";

    // The brokers are new: this is for their compilers, and for ours.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(5);

    public static async Task<FullSpeed> MeasureAsync(BenchCluster cluster, ProducerFleet fleet, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task load = fleet.RunAtFullSpeedAsync(stop.Token);
        await Task.Delay(WarmUp, cancellation);
        Look before = await LookAsync(cluster, fleet, cancellation);
        await Task.Delay(Measured, cancellation);
        Look after = await LookAsync(cluster, fleet, cancellation);
        await stop.CancelAsync();
        await load;
        long records = after.Records - before.Records;
        if (records == 0)
        {
            throw new BenchmarkException("Nothing was acknowledged while it was measured.");
        }

        double batches = Math.Max(1, after.Batches - before.Batches);
        double seconds = Stopwatch.GetElapsedTime(before.At, after.At).TotalSeconds;
        return new FullSpeed(
            records / seconds,
            (after.CpuSeconds - before.CpuSeconds) / records * Million,
            records / batches,
            (after.Frames - before.Frames) / batches,
            (after.Flushes - before.Flushes) / seconds,
            after.Processors.StolenShareSince(before.Processors));
    }

    private static async Task<Look> LookAsync(BenchCluster cluster, ProducerFleet fleet, CancellationToken cancellation)
    {
        double frames = await cluster.MetricAsync(Frames, cancellation);
        return new Look(
            Stopwatch.GetTimestamp(), fleet.Acknowledged, fleet.Batches, cluster.CpuSeconds, frames, DiskFlushes.SoFar(), ProcessorTimes.Now());
    }

    private sealed record Look(long At, long Records, long Batches, double CpuSeconds, double Frames, long Flushes, ProcessorTimes Processors);
}
