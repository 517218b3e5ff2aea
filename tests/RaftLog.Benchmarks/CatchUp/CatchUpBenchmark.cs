using System.Diagnostics;
using System.Globalization;
using RaftLog.Benchmarks.EndToEnd;
using RaftLog.Client;
using RaftLog.LocalCluster;

namespace RaftLog.Benchmarks.CatchUp;

/// <summary>
/// Stops one of three broker processes, writes so many GiB without it, and starts it again under an open loop of producers: how fast it catches up,
/// what that costs the producers' latency, and how much memory the sender and the receiver need. Prints a row of a Markdown table for each amount.
/// </summary>
internal sealed class CatchUpBenchmark(TextWriter output, string[] settings)
{
    private const int RecordBytes = 1024;
    private const int Rate = 2_000;
    private const int WindowSeconds = 8;
    private const int Replicas = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    public async Task RunAsync(IReadOnlyList<double> amountsGiB, CancellationToken cancellation)
    {
        output.WriteLine($"Three brokers, one partition, replication factor 3, acks=all; {Rate:N0} records/s of {RecordBytes} B in an open loop meanwhile.{Settings}");
        output.WriteLine();
        output.WriteLine("| behind GiB | caught up in s | MB/s | p99 ms before | p99 ms during | ratio | leader MiB before | leader MiB at most | late broker MiB at most |");
        output.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (double amount in amountsGiB)
        {
            output.WriteLine(await MeasureAsync(amount, cancellation));
        }
    }

    private async Task<string> MeasureAsync(double gib, CancellationToken cancellation)
    {
        await using BenchCluster cluster = await BenchCluster.StartAsync(BenchCluster.ThreeBrokers, settings, cancellation);
        string topic = "behind";
        await cluster.Admin.CreateTopicAsync(new NewTopic(topic, 1, Replicas), cancellation);
        LoadClient client = cluster.Client;
        await client.ProduceAsync(topic, Fill(records: 20_000), cancellation);

        // The leader from now on, and a broker that only follows.
        BrokerProcess leader = cluster.Brokers[(await PartitionAsync(cluster.Admin, topic, cancellation)).Leader];
        BrokerProcess late = cluster.Brokers.Brokers.First(broker => broker != leader);
        await late.KillAsync(cancellation);
        await client.ProduceAsync(topic, Fill((long)(gib * (1 << 30) / RecordBytes)), cancellation);
        Measurement before = await client.ProduceAsync(topic, OpenLoop, cancellation);

        long missing = LogBytes(leader);
        double leaderBefore = ResidentMemory.MiBOf(leader);
        var clock = Stopwatch.StartNew();
        late.Start(settings);
        Task<Measurement> producing = client.ProduceAsync(topic, OpenLoop, cancellation);
        await using var memory = new ResidentMemory(leader, late);
        await WaitUntilHeldAsync(late, missing, cancellation);
        double seconds = clock.Elapsed.TotalSeconds;
        Measurement during = await producing;
        double megabytes = gib * (1 << 30) / 1e6;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {gib} | {seconds:0.0} | {megabytes / seconds:0} | {before.Latency!.P99Ms:0.0} | {during.Latency!.P99Ms:0.0} | {during.Latency.P99Ms / before.Latency.P99Ms:0.0} | {leaderBefore:0} | {memory.HighestMiB(leader):0} | {memory.HighestMiB(late):0} |");
    }

    private string Settings => settings.Length == 0 ? "" : $" Settings: {string.Join(", ", settings)}.";

    private static string[] Fill(long records) => ["--size", Text(RecordBytes), "--records", Text(records)];

    private static string[] OpenLoop =>
        ["--size", Text(RecordBytes), "--rate", Text(Rate), "--records", Text((long)Rate * WindowSeconds), "--warm-up", Text(Rate)];

    // By what is on the disk in the place of the log; what is received on the side does not count yet.
    private static async Task WaitUntilHeldAsync(BrokerProcess broker, long bytes, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        while (!Holds(broker, bytes))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
    }

    private static bool Holds(BrokerProcess broker, long bytes)
    {
        try
        {
            return LogBytes(broker) >= bytes;
        }
        catch (IOException)
        {
            // A directory or a file was put in the place of another while it was looked at.
            return false;
        }
    }

    private static long LogBytes(BrokerProcess broker) =>
        Directory.EnumerateDirectories(Path.Combine(broker.Node.DataDirectory, "replicas"))
            .SelectMany(replica => new DirectoryInfo(replica).EnumerateFiles("*.log"))
            .Sum(file => file.Length);

    private static async Task<PartitionDescription> PartitionAsync(AdminClient admin, string topic, CancellationToken cancellation) =>
        (await admin.DescribeTopicsAsync([topic], cancellation))[0].Partitions[0];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
