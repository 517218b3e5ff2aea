using System.Globalization;
using RaftLog.Benchmarks.Results;

namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>
/// What a reader that catches up at full speed costs producers: the same open loop without and with one, by turns on the same brokers, since only what was
/// measured in the same minutes can be compared.
/// </summary>
internal sealed class BesideReaderRow(double recordsPerSecond) : Row(
    "beside-reader",
    string.Create(CultureInfo.InvariantCulture, $"{recordsPerSecond:N0} rec/s of 100 B beside a catch-up read"))
{
    // One of either kind says little about a p99 on a shared machine.
    private const int Rounds = 5;

    // More than what brokers keep of it in memory.
    private const double OldRecords = 3_000_000;

    public override async Task<Sample> MeasureAsync(BenchCluster cluster, string flush, double scale, CancellationToken cancellation)
    {
        string old = await cluster.CreateTopicAsync(1, flush, cancellation);
        string topic = await cluster.CreateTopicAsync(1, flush, cancellation);
        await cluster.Client.ProduceAsync(old, ["--size", "100", "--records", Records(OldRecords, scale), "--warm-up", "0"], cancellation);
        await DiskSettling.WaitAsync(cancellation);
        var alone = new List<double>();
        var beside = new List<double>();
        var read = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            alone.Add(await P99Async(cluster, topic, scale, cancellation));
            await using var reader = new EndlessReader(cluster.BootstrapServers, old);
            beside.Add(await P99Async(cluster, topic, scale, cancellation));
            read.Add(reader.RecordsPerSecond);
        }

        await cluster.DeleteTopicAsync(topic, cancellation);
        await cluster.DeleteTopicAsync(old, cancellation);
        var sample = new Sample();
        sample[Metric.AloneP99Ms] = Statistics.Median(alone);
        sample[Metric.P99Ms] = Statistics.Median(beside);
        sample[Metric.TimesAloneP99] = Statistics.Median(beside.Zip(alone, (with, without) => with / without));
        sample[Metric.RecordsPerSecond] = Statistics.Median(read);
        return sample;
    }

    private async Task<double> P99Async(BenchCluster cluster, string topic, double scale, CancellationToken cancellation)
    {
        Measurement load = await cluster.Client.ProduceAsync(
            topic, ["--size", "100", "--rate", Number(recordsPerSecond), .. SteadyState.Lengths(scale)], cancellation);
        return load.Latency!.P99Ms;
    }
}
