namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>Sends each record of 100 bytes when the one before is acknowledged.</summary>
internal sealed class OneAtATimeRow() : LoadRow(LoadProgram.Own, "one-at-a-time", "one record in flight, 100 B", partitions: 1)
{
    protected override bool HasLatency => true;

    protected override Task<Measurement> RunAsync(
        BenchCluster cluster, string topic, double scale, Func<Task> begins, Func<Task> ended, CancellationToken cancellation) =>
        Load(cluster).ProduceAsync(topic, ["--one-at-a-time", "--size", "100", .. SteadyState.Lengths(scale)], begins, ended, cancellation);
}
