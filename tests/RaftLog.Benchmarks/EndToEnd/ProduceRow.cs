using System.Globalization;

namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>Produces as fast as the cluster acknowledges.</summary>
internal sealed class ProduceRow(LoadProgram program, int recordBytes, int partitions) : LoadRow(
    program,
    string.Create(CultureInfo.InvariantCulture, $"produce-{recordBytes}-{partitions}"),
    string.Create(CultureInfo.InvariantCulture, $"produce {recordBytes} B, {partitions} partition{(partitions == 1 ? "" : "s")}"),
    partitions)
{
    protected override Task<Measurement> RunAsync(
        BenchCluster cluster, string topic, double scale, Func<Task> begins, Func<Task> ended, CancellationToken cancellation) =>
        Load(cluster).ProduceAsync(topic, ["--size", Number(recordBytes), .. SteadyState.Lengths(scale)], begins, ended, cancellation);
}
