using RaftLog.Benchmarks.Results;

namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>What three brokers use up for 500 partitions of three replicas in which nothing happens.</summary>
internal sealed class IdleRow() : Row("idle-500", "idle, 500 replicated partitions, CPU of all three")
{
    private const int Partitions = 500;
    private const double PercentPerShare = 100;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(10);

    // Nothing is written, so nothing is flushed.
    public override IReadOnlyList<string> FlushModes { get; } = [BothModes[0]];

    public override async Task<Sample> MeasureAsync(BenchCluster cluster, string flush, double scale, CancellationToken cancellation)
    {
        string topic = await cluster.CreateTopicAsync(Partitions, flush, cancellation);
        await Task.Delay(Settling * scale, cancellation);
        BrokerUse before = await cluster.UseAsync(begins: true, cancellation);
        long began = System.Diagnostics.Stopwatch.GetTimestamp();
        await Task.Delay(Watched * scale, cancellation);
        double seconds = System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds;
        BrokerUse after = await cluster.UseAsync(begins: false, cancellation);
        await cluster.DeleteTopicAsync(topic, cancellation);
        ProcessUse used = after.Processes - before.Processes;
        var sample = new Sample();
        sample[Metric.IdlePercent] = used.Seconds / seconds * PercentPerShare;
        sample[Metric.IdleBytesPerSecond] = (after.AllocatedBytes - before.AllocatedBytes) / seconds;
        sample[Metric.IdleSwitches] = used.ContextSwitches / seconds;
        sample[Metric.StolenShare] = after.StolenShareSince(before);
        return sample;
    }
}
