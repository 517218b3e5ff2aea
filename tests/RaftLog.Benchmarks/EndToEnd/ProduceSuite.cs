using System.Globalization;
using RaftLog.Client;
using RaftLog.LocalCluster;

namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>
/// Produces at acks=all into three broker processes, replication factor 3, in both flush modes: throughput at full speed, latency in an open
/// loop at a fixed rate, and one record at a time. Prints the table in Markdown: medians over the repeats, and the range of the throughput.
/// </summary>
internal sealed class ProduceSuite(TextWriter output, int repeats)
{
    private static readonly string[] FlushModes = ["always", "interval"];
    private static readonly string[] OneAtATime = ["--one-at-a-time", "--size", "100", "--records", "3000", "--warm-up", "1000"];

    public async Task RunAsync(CancellationToken cancellation)
    {
        string folder = Path.Combine(Checkout.Root, ".run", $"bench-{Environment.ProcessId}");
        var brokers = new LocalBrokers(ClusterLayout.LoadOnFreePorts(Checkout.Root, "three-nodes", folder), Checkout.ServerProgram);
        try
        {
            await brokers.StartAsync(TimeSpan.FromSeconds(30), cancellation);
            output.WriteLine($"Three brokers, replication factor 3, acks=all; median of {repeats}, throughput also as [lowest..highest].");
            output.WriteLine();
            output.WriteLine("| flush | record | partitions | records/s | MB/s | open loop at | p50 ms | p99 ms | p99.9 ms |");
            output.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
            foreach (string flush in FlushModes)
            {
                await RunModeAsync(brokers.Layout.BootstrapServers, flush, cancellation);
            }
        }
        finally
        {
            await brokers.KillAllAsync(CancellationToken.None);
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task RunModeAsync(string bootstrapServers, string flush, CancellationToken cancellation)
    {
        var client = new LoadClient(bootstrapServers);
        foreach (ProduceWorkload workload in ProduceWorkload.All)
        {
            string topic = $"bench-{flush}-{workload.RecordBytes}-{workload.Partitions}";
            await CreateTopicAsync(bootstrapServers, topic, workload.Partitions, flush, cancellation);
            Measurement[] full = await RepeatAsync(() => client.ProduceAsync(topic, workload.FullSpeed, cancellation));
            Measurement[] open = await RepeatAsync(() => client.ProduceAsync(topic, workload.OpenLoop, cancellation));
            double[] rates = [.. full.Select(m => m.RecordsPerSecond)];
            output.WriteLine(Line(
                $"| {flush} | {workload.RecordBytes} B | {workload.Partitions} | {Median(rates):N0} [{rates.Min():N0}..{rates.Max():N0}] | {Median(full.Select(m => m.MegabytesPerSecond)):N0} | {workload.OpenLoopRate:N0}/s | {Latency(open)} |"));
        }

        string single = $"bench-{flush}-single";
        await CreateTopicAsync(bootstrapServers, single, 1, flush, cancellation);
        Measurement[] alone = await RepeatAsync(() => client.ProduceAsync(single, OneAtATime, cancellation));
        output.WriteLine(Line(
            $"| {flush} | 100 B | 1 | {Median(alone.Select(m => m.RecordsPerSecond)):N0} | {Median(alone.Select(m => m.MegabytesPerSecond)):N1} | one at a time | {Latency(alone)} |"));
    }

    private static async Task CreateTopicAsync(string bootstrapServers, string topic, int partitions, string flush, CancellationToken cancellation)
    {
        await using var admin = new AdminClient(new ClientOptions { BootstrapServers = bootstrapServers });
        var configs = new Dictionary<string, string?> { ["raftlog.flush"] = flush };
        await admin.CreateTopicAsync(new NewTopic(topic, partitions, 3) { Configs = configs }, cancellation);
    }

    private async Task<Measurement[]> RepeatAsync(Func<Task<Measurement>> measure)
    {
        var results = new Measurement[repeats];
        for (int i = 0; i < repeats; i++)
        {
            results[i] = await measure();
        }

        return results;
    }

    private static string Latency(Measurement[] results) => Line(
        $"{Median(results.Select(m => m.Latency!.P50Ms)):0.00} | {Median(results.Select(m => m.Latency!.P99Ms)):0.00} | {Median(results.Select(m => m.Latency!.P999Ms)):0.00}");

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}
