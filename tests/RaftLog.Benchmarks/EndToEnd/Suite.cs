using System.Globalization;
using RaftLog.Benchmarks.Limits;
using RaftLog.Benchmarks.Results;
using RaftLog.LocalCluster;

namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>
/// Measures rows, all of them once before any a second time, so that the repeats of one lie minutes apart and show how much the machine moves. Each repeat
/// has a cluster of its own; the limits of the machine are measured before the first and after each.
/// </summary>
/// <param name="options">What to measure.</param>
/// <param name="progress">Where it says what it is doing.</param>
internal sealed class Suite(SuiteOptions options, TextWriter progress)
{
    // Each of the paths that rows take, for long enough that the brokers' compilers are done with it. What a row needs besides is in its own warm-up.
    private const double WarmUpSeconds = 4;
    private const int WarmUpPartitions = 3;

    private readonly string _folder = Path.Combine(Checkout.Root, ".run", $"bench-{Environment.ProcessId}-limits");

    public async Task<SuiteResult> RunAsync(string command, CancellationToken cancellation)
    {
        (string commit, bool dirty) = await SourceState.ReadAsync(Checkout.Root, cancellation);
        var result = new SuiteResult
        {
            Command = command,
            Commit = commit,
            Dirty = dirty,
            Date = DateTimeOffset.UtcNow,
            Machine = MachineFacts.Here(Checkout.Root),
            Repeats = options.Repeats,
            Scale = options.Scale,
        };
        foreach (Row row in options.Rows.Where(row => row.WhySkipped is not null))
        {
            result.Skipped[row.Name] = row.WhySkipped!;
        }

        try
        {
            result.Limits.Add(await MeasureLimitsAsync(cancellation));
            for (int repeat = 0; repeat < options.Repeats; repeat++)
            {
                await RepeatAsync(result, repeat, cancellation);
                result.Limits.Add(await MeasureLimitsAsync(cancellation));
            }
        }
        catch (OperationCanceledException) when (result.Rows.Count > 0)
        {
            await progress.WriteLineAsync("interrupted; what was measured until then follows.");
            result = result with { Interrupted = true };
        }
        finally
        {
            if (Directory.Exists(_folder))
            {
                Directory.Delete(_folder, recursive: true);
            }
        }

        return result;
    }

    private async Task RepeatAsync(SuiteResult result, int repeat, CancellationToken cancellation)
    {
        await using BenchCluster cluster = await BenchCluster.StartAsync(BenchCluster.ThreeBrokers, options.Settings, cancellation);
        await WarmUpAsync(cluster, cancellation);
        foreach (Row row in options.Rows.Where(row => row.WhySkipped is null))
        {
            foreach (string flush in row.FlushModes.Where(options.FlushModes.Contains))
            {
                await progress.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{repeat + 1}/{options.Repeats} {row.Name} {flush}: "));
                Sample sample = await row.MeasureAsync(cluster, flush, options.Scale, cancellation);
                Store(result, row, flush, sample with { Repeat = repeat });
                await progress.WriteLineAsync(string.Join(", ", sample.Values.Where(IsNews).Select(Shown)));
            }
        }
    }

    private async Task WarmUpAsync(BenchCluster cluster, CancellationToken cancellation)
    {
        foreach (string flush in Row.BothModes)
        {
            string topic = await cluster.CreateTopicAsync(WarmUpPartitions, flush, cancellation);
            string[] length = SteadyState.Unmeasured(WarmUpSeconds, options.Scale);
            await cluster.Client.ProduceAsync(topic, ["--one-at-a-time", .. length], cancellation);
            await cluster.Client.ProduceAsync(topic, length, cancellation);
            await cluster.Client.ConsumeAsync(topic, ["--warm-up", "0"], cancellation);
            await cluster.DeleteTopicAsync(topic, cancellation);
        }
    }

    private async Task<MachineLimits> MeasureLimitsAsync(CancellationToken cancellation)
    {
        await DiskSettling.WaitAsync(cancellation);
        await progress.WriteAsync("limits of the machine: ");
        MachineLimits limits = LimitMeter.Measure(_folder, options.Scale);
        await progress.WriteLineAsync(LimitTable.OneLine(limits));
        return limits;
    }

    private static void Store(SuiteResult result, Row row, string flush, Sample sample)
    {
        RowResult? stored = result.Find(row.Name, flush);
        if (stored is null)
        {
            result.Rows.Add(stored = new RowResult(row.Name, row.Title, flush, []));
        }

        stored.Samples.Add(sample);
    }

    // What only explains is for the tables.
    private static bool IsNews(KeyValuePair<string, double> value) => Metric.All[value.Key].Better != Better.Neither || value.Key == Metric.StolenShare.Key;

    private static string Shown(KeyValuePair<string, double> value)
    {
        Metric metric = Metric.All[value.Key];
        return $"{metric.Title} {value.Value.ToString(metric.Format, CultureInfo.InvariantCulture)}";
    }
}
