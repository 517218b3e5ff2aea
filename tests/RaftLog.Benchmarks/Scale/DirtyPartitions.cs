using System.Globalization;
using RaftLog.Benchmarks.EndToEnd;

namespace RaftLog.Benchmarks.Scale;

/// <summary>
/// Small writes to many partitions against the same to one, by turns on one cluster, so that what else the machine does falls on both. Flushed before
/// each acknowledgement unless told otherwise.
/// </summary>
internal sealed class DirtyPartitions(TextWriter output, int partitions, int rounds, string flush)
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        var one = new ScaleLoad { Partitions = 1, Flush = flush };
        ScaleLoad many = one with { Partitions = partitions };
        await using BenchCluster cluster = await BenchCluster.StartAsync(one.Configuration, [], cancellation);
        await cluster.Admin.CreateTopicAsync(one.Topic("one"), cancellation);
        await cluster.Admin.CreateTopicAsync(many.Topic("many"), cancellation);
        await using var toOne = new ProducerFleet(cluster.BootstrapServers, "one", one);
        await using var toMany = new ProducerFleet(cluster.BootstrapServers, "many", many);
        await toOne.TouchAllAsync([0], cancellation);
        await toMany.TouchAllAsync(Enumerable.Range(0, partitions), cancellation);
        Line($"| round | 1 partition: records/s | CPU s per million | records/batch | {partitions} partitions: records/s | CPU s per million | records/batch | rate as a share |");
        Line($"| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        var shares = new List<double>();
        for (int round = 1; round <= rounds; round++)
        {
            FullSpeed few = await FullSpeed.MeasureAsync(cluster, toOne, cancellation);
            FullSpeed all = await FullSpeed.MeasureAsync(cluster, toMany, cancellation);
            double share = all.RecordsPerSecond / few.RecordsPerSecond;
            shares.Add(share);
            Line($"| {round} | {few.RecordsPerSecond:N0} | {few.CpuSecondsPerMillion:0.00} | {few.RecordsPerBatch:N0} | {all.RecordsPerSecond:N0} | {all.CpuSecondsPerMillion:0.00} | {all.RecordsPerBatch:N0} | {share:0.00} |");
        }

        Line($"Median share: {Results.Statistics.Median(shares):0.00}");
    }

    private void Line(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
