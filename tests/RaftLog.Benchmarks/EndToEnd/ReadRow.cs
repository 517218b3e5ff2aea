using System.Globalization;

namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>Reads a topic, which our producer filled, from its beginning.</summary>
/// <param name="program">The consumer.</param>
/// <param name="recordBytes">The size of a record.</param>
/// <param name="partitions">How many the topic has.</param>
/// <param name="records">How many there are: some seconds' worth at full speed.</param>
internal sealed class ReadRow(LoadProgram program, int recordBytes, int partitions, double records) : LoadRow(
    program,
    string.Create(CultureInfo.InvariantCulture, $"read-{recordBytes}-{partitions}"),
    string.Create(CultureInfo.InvariantCulture, $"catch-up read {recordBytes} B, {partitions} partition{(partitions == 1 ? "" : "s")}"),
    partitions)
{
    protected override Task PrepareAsync(BenchCluster cluster, string topic, double scale, CancellationToken cancellation) =>
        cluster.Client.ProduceAsync(topic, ["--size", Number(recordBytes), "--records", Records(records, scale), "--warm-up", "0"], cancellation);

    protected override Task<Measurement> RunAsync(
        BenchCluster cluster, string topic, double scale, Func<Task> begins, Func<Task> ended, CancellationToken cancellation) =>
        Load(cluster).ConsumeAsync(topic, ["--records", Records(records, scale), .. SteadyState.WarmUp(scale)], begins, ended, cancellation);
}
