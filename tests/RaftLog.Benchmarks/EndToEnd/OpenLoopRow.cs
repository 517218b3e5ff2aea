using System.Globalization;

namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>Sends records of 100 bytes when they are due, whether the ones before are acknowledged or not.</summary>
internal sealed class OpenLoopRow(LoadProgram program, double recordsPerSecond) : LoadRow(
    program,
    string.Create(CultureInfo.InvariantCulture, $"open-loop-{recordsPerSecond:0}"),
    string.Create(CultureInfo.InvariantCulture, $"{recordsPerSecond:N0} rec/s of 100 B"),
    partitions: 1)
{
    protected override bool HasLatency => true;

    protected override Task<Measurement> RunAsync(
        BenchCluster cluster, string topic, double scale, Func<Task> begins, Func<Task> ended, CancellationToken cancellation) =>
        Load(cluster).ProduceAsync(topic, ["--size", "100", "--rate", Number(recordsPerSecond), .. SteadyState.Lengths(scale)], begins, ended, cancellation);
}
