using System.Globalization;
using RaftLog.Client;

namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>
/// What compaction costs producers: the same keyed records, by turns, into a topic that is compacted as fast as it gets dirty and into one that is never
/// compacted, on the same three brokers. At full speed, and in an open loop at a fixed rate.
/// </summary>
internal sealed class CompactionSuite(TextWriter output, int repeats, string[] settings)
{
    private const double Mebibyte = 1024 * 1024;
    private const string Compacted = "bench-compact";
    private const string Kept = "bench-delete";

    private static readonly string[] Often = ["Compaction:CheckIntervalMs=500"];
    private static readonly string[] FullSpeed = ["--size", "100", "--keys", "100000", "--records", "3000000", "--warm-up", "200000"];
    private static readonly string[] OpenLoop = ["--size", "100", "--keys", "100000", "--rate", "20000", "--records", "300000", "--warm-up", "20000"];

    public async Task RunAsync(CancellationToken cancellation)
    {
        await using BenchCluster cluster = await BenchCluster.StartAsync(BenchCluster.ThreeBrokers, [.. Often, .. settings], cancellation);
        await CreateTopicAsync(cluster, Kept, "delete", cancellation);
        await CreateTopicAsync(cluster, Compacted, "compact", cancellation);
        output.WriteLine($"Three brokers, 3 partitions, replication factor 3, acks=all, 100 B, 100,000 keys; by turns, median of {repeats} [lowest..highest].");
        output.WriteLine();
        output.WriteLine("| load | | without | with compaction | ratio | compacted meanwhile |");
        output.WriteLine("| --- | --- | --- | --- | --- | --- |");
        var meter = new CompactionMeter(cluster);
        Pair full = await AlternateAsync(cluster.Client, meter, FullSpeed, cancellation);
        WriteRow("full speed", "records/s", full, m => m.RecordsPerSecond, "N0");
        Pair open = await AlternateAsync(cluster.Client, meter, OpenLoop, cancellation);
        WriteRow("20,000 records/s", "p50 ms", open, m => m.Latency!.P50Ms, "0.00");
        WriteRow("20,000 records/s", "p99 ms", open, m => m.Latency!.P99Ms, "0.00");
    }

    private static async Task CreateTopicAsync(BenchCluster cluster, string topic, string policy, CancellationToken cancellation)
    {
        var configs = new Dictionary<string, string?>
        {
            ["cleanup.policy"] = policy,
            ["segment.bytes"] = "8388608",
            ["min.cleanable.dirty.ratio"] = "0.1",
        };
        await cluster.Admin.CreateTopicAsync(new NewTopic(topic, Partitions: 3, ReplicationFactor: 3) { Configs = configs }, cancellation);
    }

    private async Task<Pair> AlternateAsync(LoadClient client, CompactionMeter meter, string[] load, CancellationToken cancellation)
    {
        var without = new List<Measurement>();
        var with = new List<Measurement>();
        double compacted = 0;
        for (int i = 0; i < repeats; i++)
        {
            await meter.WaitUntilIdleAsync(cancellation);
            without.Add(await client.ProduceAsync(Kept, load, cancellation));
            double before = await meter.BytesReadAsync(cancellation);
            with.Add(await client.ProduceAsync(Compacted, load, cancellation));
            compacted += await meter.BytesReadAsync(cancellation) - before;
        }

        return new Pair(without, with, compacted / repeats);
    }

    private void WriteRow(string load, string what, Pair pair, Func<Measurement, double> value, string format)
    {
        double[] without = [.. pair.Without.Select(value).Order()];
        double[] with = [.. pair.With.Select(value).Order()];
        double ratio = with[with.Length / 2] / without[without.Length / 2];
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {load} | {what} | {Range(without, format)} | {Range(with, format)} | {ratio:0.00} | {pair.CompactedBytes / Mebibyte:N0} MiB |"));
    }

    private static string Range(double[] sorted, string format)
    {
        string Text(double number) => number.ToString(format, CultureInfo.InvariantCulture);
        return $"{Text(sorted[sorted.Length / 2])} [{Text(sorted[0])}..{Text(sorted[^1])}]";
    }

    // What was measured by turns, and what the brokers read for compaction during one measurement with it.
    private sealed record Pair(List<Measurement> Without, List<Measurement> With, double CompactedBytes);
}
