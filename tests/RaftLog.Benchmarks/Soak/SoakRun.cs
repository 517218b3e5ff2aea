using System.Diagnostics;
using System.Globalization;
using RaftLog.Benchmarks.CatchUp;
using RaftLog.Benchmarks.EndToEnd;
using RaftLog.Benchmarks.Limits;
using RaftLog.Benchmarks.Results;
using RaftLog.Benchmarks.Scale;
using RaftLog.Cli.Bench;
using RaftLog.LocalCluster;

namespace RaftLog.Benchmarks.Soak;

/// <summary>
/// A long run at a share of what the cluster takes at most, with retention at work all the time: throughput, p99, memory and disk, minute by minute, and
/// whether the end is as good as the beginning. The maximum is looked for in the steady state, when retention has begun; a minute at the rate, which does not
/// count, comes after it.
/// </summary>
/// <param name="output">Gets a line each minute.</param>
/// <param name="minutes">How many count.</param>
/// <param name="share">Of the maximum.</param>
/// <param name="path">Where the result is saved, without the endings; null for nowhere.</param>
internal sealed class SoakRun(TextWriter output, int minutes, double share, string? path)
{
    private const string Topic = "soak";
    private const double Mebibyte = 1 << 20;
    private const double Million = 1e6;
    private const int TimedPerSecond = 500;
    private const int MaximumRounds = 3;

    // Retention drops segments of each partition all the time, from some seconds after the start on; all brokers together hold some 6 GB at most.
    private const string RetentionBytes = "134217728";
    private const string SegmentBytes = "16777216";
    private static readonly string[] Settings = ["Retention:CheckIntervalMs=1000"];

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ScaleLoad _load = new();

    /// <summary>Runs it.</summary>
    /// <returns>Whether the end was as good as the beginning.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        await using BenchCluster cluster = await BenchCluster.StartAsync(_load.Configuration, Settings, cancellation);
        await cluster.Admin.CreateTopicAsync(_load.Topic(Topic, ("retention.bytes", RetentionBytes), ("segment.bytes", SegmentBytes)), cancellation);
        await using var fleet = new ProducerFleet(cluster.BootstrapServers, Topic, _load);
        await fleet.TouchAllAsync(Enumerable.Range(0, _load.Partitions), cancellation);
        SoakResult result = await NewResultAsync(await MaximumAsync(cluster, fleet, cancellation), cancellation);
        double rate = result.MaximumPerSecond * share;
        Line($"At most {result.MaximumPerSecond:N0} records/s; a minute of warm-up and {minutes} minutes at {rate:N0}.");
        await output.WriteLineAsync(SoakReport.Head);
        using var probe = new FlushProbe(Path.Combine(Checkout.Root, ".run"));
        await MinuteAsync(cluster, fleet, probe, 0, rate, cancellation);
        for (int minute = 1; minute <= minutes; minute++)
        {
            result.Minutes.Add(await MinuteAsync(cluster, fleet, probe, minute, rate, cancellation));
            result.Refused = fleet.Refused;
            await output.WriteLineAsync(SoakReport.Row(result.Minutes[^1]));
            if (path is not null)
            {
                SoakReport.Save(result, path);
            }
        }

        var verdict = new SoakVerdict(result.Minutes);
        foreach (string line in verdict.Lines)
        {
            await output.WriteLineAsync(line);
        }

        Line($"Records given up: {fleet.Refused:N0}.");
        return verdict.IsSteady && fleet.Refused == 0;
    }

    // Several rounds, the first of which also fills the logs until retention begins; one lucky round is no maximum, so it is the median.
    private static async Task<double> MaximumAsync(BenchCluster cluster, ProducerFleet fleet, CancellationToken cancellation)
    {
        await FullSpeed.MeasureAsync(cluster, fleet, cancellation);
        var rates = new List<double>();
        for (int round = 0; round < MaximumRounds; round++)
        {
            rates.Add((await FullSpeed.MeasureAsync(cluster, fleet, cancellation)).RecordsPerSecond);
        }

        return Statistics.Median(rates);
    }

    private async Task<SoakResult> NewResultAsync(double maximum, CancellationToken cancellation)
    {
        (string commit, bool dirty) = await SourceState.ReadAsync(Checkout.Root, cancellation);
        return new SoakResult
        {
            Commit = commit,
            Dirty = dirty,
            Date = DateTimeOffset.UtcNow,
            Machine = MachineFacts.Here(Checkout.Root),
            MaximumPerSecond = maximum,
            Share = share,
        };
    }

    private static async Task<SoakMinute> MinuteAsync(
        BenchCluster cluster, ProducerFleet fleet, FlushProbe probe, int minute, double rate, CancellationToken cancellation)
    {
        long records = fleet.Acknowledged;
        double cpu = cluster.CpuSeconds;
        var processors = ProcessorTimes.Now();
        long began = Stopwatch.GetTimestamp();
        LatencyHistogram times = await fleet.RunAtRateAsync(rate, Math.Max(1, (int)(rate / TimedPerSecond)), Minute, cancellation);
        records = fleet.Acknowledged - records;
        return new SoakMinute(
            minute,
            records / Stopwatch.GetElapsedTime(began).TotalSeconds,
            times.Quantile(0.99).TotalMilliseconds,
            cluster.Brokers.Brokers.Sum(ResidentMemory.MiBOf),
            cluster.Brokers.Brokers.Sum(broker => SizeOf(broker.Node.DataDirectory)) / Mebibyte,
            (cluster.CpuSeconds - cpu) / records * Million,
            ProcessorTimes.Now().StolenShareSince(processors),
            probe.TakeP99Ms());
    }

    private static double SizeOf(string folder)
    {
        long bytes = 0;
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            try
            {
                bytes += new FileInfo(file).Length;
            }
            catch (FileNotFoundException)
            {
                // Retention was faster.
            }
        }

        return bytes;
    }

    private void Line(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
