namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>How much the brokers of a cluster have compacted so far, as their metrics say.</summary>
internal sealed class CompactionMeter(BenchCluster cluster)
{
    private const string Metric = "raftlog_broker_compaction_read";

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(3);

    /// <summary>The bytes that compaction has read, on all brokers together.</summary>
    public Task<double> BytesReadAsync(CancellationToken cancellation) => cluster.MetricAsync(Metric, cancellation);

    /// <summary>Waits until nothing is compacted any more, so that what comes next pays for itself only.</summary>
    public async Task WaitUntilIdleAsync(CancellationToken cancellation)
    {
        double before = -1;
        double now = await BytesReadAsync(cancellation);
        while (now > before)
        {
            before = now;
            for (var waited = TimeSpan.Zero; waited < Calm && now == before; waited += Poll)
            {
                await Task.Delay(Poll, cancellation);
                now = await BytesReadAsync(cancellation);
            }
        }
    }
}
