using System.Diagnostics;
using System.Globalization;
using RaftLog.Benchmarks.EndToEnd;
using RaftLog.Client;
using RaftLog.LocalCluster;

namespace RaftLog.Benchmarks.Scale;

/// <summary>
/// What so many partitions of three replicas cost three brokers: creating them, memory, processor time in rest, the start of a broker and of all, and
/// the time from kill -9 of a broker until every partition acknowledges again.
/// </summary>
internal sealed class ManyPartitions(TextWriter output, int partitions)
{
    private const string Topic = "many";
    private const double Percent = 100;
    private const double KibibytesPerMebibyte = 1024;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(30);

    private readonly ScaleLoad _load = new() { Partitions = partitions };

    public async Task RunAsync(CancellationToken cancellation)
    {
        await using BenchCluster cluster = await BenchCluster.StartAsync(_load.Configuration, [], cancellation);
        await Task.Delay(Settling, cancellation);
        double empty = cluster.MemoryMiB;
        double restingCpu = await RestAsync(cluster, cancellation);
        Line($"| {partitions} partitions, three replicas | |");
        Line($"| --- | ---: |");
        Line($"| memory of a broker without them | {empty:N0} MiB |");
        Line($"| processor of a broker without them, in rest | {restingCpu:0.0} % of a core |");
        await using (var fleet = new ProducerFleet(cluster.BootstrapServers, Topic, _load))
        {
            Line($"| created and acknowledging | {await CreateAsync(cluster, fleet, cancellation):0.0} s |");
            await Task.Delay(Settling, cancellation);
            Line($"| processor of a broker, all in rest | {await RestAsync(cluster, cancellation):0.0} % of a core |");
            double memory = cluster.MemoryMiB;
            Line($"| memory of a broker | {memory:N0} MiB, {(memory - empty) * KibibytesPerMebibyte / partitions:0.0} KiB a replica |");
            await FailOverAsync(cluster, fleet, cancellation);
        }

        Line($"| all brokers started after kill -9 of all, and every partition acknowledges | {await RestartAsync(cluster, cancellation):0.0} s |");
    }

    private async Task<double> CreateAsync(BenchCluster cluster, ProducerFleet fleet, CancellationToken cancellation)
    {
        long began = Stopwatch.GetTimestamp();
        await cluster.Admin.CreateTopicAsync(_load.Topic(Topic), cancellation);
        await fleet.TouchAllAsync(Enumerable.Range(0, partitions), cancellation);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<double> RestAsync(BenchCluster cluster, CancellationToken cancellation)
    {
        double cpu = cluster.CpuSeconds;
        long began = Stopwatch.GetTimestamp();
        await Task.Delay(Watched, cancellation);
        return (cluster.CpuSeconds - cpu) / Stopwatch.GetElapsedTime(began).TotalSeconds / cluster.Brokers.Brokers.Count * Percent;
    }

    private async Task FailOverAsync(BenchCluster cluster, ProducerFleet fleet, CancellationToken cancellation)
    {
        Dictionary<int, int> leaders = await LeadersAsync(cluster, cancellation);
        BrokerProcess victim = cluster.Brokers.Brokers.MaxBy(broker => leaders.Values.Count(leader => leader == broker.Node.Id))!;
        int[] led = [.. leaders.Where(leader => leader.Value == victim.Node.Id).Select(leader => leader.Key)];
        await fleet.TouchAllAsync(Enumerable.Range(0, partitions), cancellation);
        double cpu = cluster.CpuSeconds - ProcessorOf(victim);
        await victim.KillAsync(cancellation);
        double seconds = await fleet.TouchAllAsync(led, cancellation);
        Line($"| kill -9 of the leader of {led.Length}, until each of them acknowledges | {seconds:0.00} s, {cluster.CpuSeconds - cpu:0.00} s of processor |");
        long began = Stopwatch.GetTimestamp();
        await cluster.StartStoppedAsync(cancellation);
        Line($"| that broker started again, until it is ready | {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s |");
    }

    private async Task<double> RestartAsync(BenchCluster cluster, CancellationToken cancellation)
    {
        await cluster.Brokers.KillAllAsync(cancellation);
        long began = Stopwatch.GetTimestamp();
        await cluster.StartStoppedAsync(cancellation);
        await using var fleet = new ProducerFleet(cluster.BootstrapServers, Topic, _load);
        await fleet.TouchAllAsync(Enumerable.Range(0, partitions), cancellation);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    // By partition; those without a leader are left out.
    private static async Task<Dictionary<int, int>> LeadersAsync(BenchCluster cluster, CancellationToken cancellation)
    {
        TopicDescription description = (await cluster.Admin.DescribeTopicsAsync([Topic], cancellation))[0];
        return description.Partitions.Where(partition => partition.Leader >= 0).ToDictionary(partition => partition.Partition, partition => partition.Leader);
    }

    private static double ProcessorOf(BrokerProcess broker) => ProcessUse.Of(broker).Seconds;

    private void Line(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
