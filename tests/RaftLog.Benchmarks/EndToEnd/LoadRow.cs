using RaftLog.Benchmarks.Results;

namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>A row in which a load client runs against a topic of its own: rates, times, and what brokers and client used up for it.</summary>
/// <param name="program">Who makes the load.</param>
/// <param name="name">The row's name, without the program's prefix.</param>
/// <param name="title">What is done, in words.</param>
/// <param name="partitions">How many the topic has.</param>
internal abstract class LoadRow(LoadProgram program, string name, string title, int partitions) : Row(program.NamePrefix + name, program.TitlePrefix + title)
{
    private const double Million = 1e6;
    private const double Thousand = 1e3;
    private const double BytesPerGigabyte = 1e9;

    public override string? WhySkipped => program.WhyMissing();

    public override async Task<Sample> MeasureAsync(BenchCluster cluster, string flush, double scale, CancellationToken cancellation)
    {
        string topic = await cluster.CreateTopicAsync(partitions, flush, cancellation);
        await PrepareAsync(cluster, topic, scale, cancellation);
        await DiskSettling.WaitAsync(cancellation);
        BrokerUse? before = null, after = null;
        Measurement load = await RunAsync(
            cluster,
            topic,
            scale,
            async () => before = await cluster.UseAsync(begins: true, cancellation),
            async () => after = await cluster.UseAsync(begins: false, cancellation),
            cancellation);
        await cluster.DeleteTopicAsync(topic, cancellation);
        var sample = new Sample();
        AddLoad(sample, load);
        if (before is not null && after is not null)
        {
            AddCosts(sample, load, before, after);
        }

        return sample;
    }

    /// <summary>What must be there before the load client starts.</summary>
    protected virtual Task PrepareAsync(BenchCluster cluster, string topic, double scale, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>The load client.</summary>
    protected LoadClient Load(BenchCluster cluster) => new(program, cluster.BootstrapServers);

    /// <summary>Runs the load client.</summary>
    protected abstract Task<Measurement> RunAsync(
        BenchCluster cluster, string topic, double scale, Func<Task> begins, Func<Task> ended, CancellationToken cancellation);

    /// <summary>Whether times say something: at full speed they only say how long the queue is.</summary>
    protected virtual bool HasLatency => false;

    private void AddLoad(Sample sample, Measurement load)
    {
        sample[Metric.RecordsPerSecond] = load.RecordsPerSecond;
        sample[Metric.MegabytesPerSecond] = load.MegabytesPerSecond;
        if (load.Batches > 0)
        {
            sample[Metric.RecordsPerBatch] = (double)load.Records / load.Batches;
        }

        if (HasLatency && load.Latency is { } latency)
        {
            sample[Metric.P50Ms] = latency.P50Ms;
            sample[Metric.P99Ms] = latency.P99Ms;
            sample[Metric.P999Ms] = latency.P999Ms;
            sample[Metric.MaxMs] = latency.MaxMs;
        }

        if (load.Lateness is { } lateness)
        {
            sample[Metric.LatenessP99Ms] = lateness.P99Ms;
        }
    }

    private static void AddCosts(Sample sample, Measurement load, BrokerUse before, BrokerUse after)
    {
        double millions = load.Records / Million;
        double gigabytes = load.Bytes / BytesPerGigabyte;
        ProcessUse brokers = after.Processes - before.Processes;
        sample[Metric.BrokerUserSeconds] = brokers.UserSeconds / millions;
        sample[Metric.BrokerSystemSeconds] = brokers.SystemSeconds / millions;
        sample[Metric.BrokerSeconds] = brokers.Seconds / millions;
        sample[Metric.BrokerSecondsPerGigabyte] = brokers.Seconds / gigabytes;
        sample[Metric.BrokerSwitches] = brokers.ContextSwitches / (load.Records / Thousand);
        sample[Metric.BrokerBytesPerRecord] = (after.AllocatedBytes - before.AllocatedBytes) / load.Records;
        sample[Metric.BrokerCollections] = after.Collections - before.Collections;
        sample[Metric.BrokerFullCollections] = after.FullCollections - before.FullCollections;
        sample[Metric.BrokerCompiledMethods] = after.CompiledMethods - before.CompiledMethods;
        sample[Metric.StolenShare] = after.StolenShareSince(before);
        if (load.Cost is not { } client)
        {
            return;
        }

        sample[Metric.ClientUserSeconds] = client.UserSeconds / millions;
        sample[Metric.ClientSystemSeconds] = client.SystemSeconds / millions;
        sample[Metric.ClientSeconds] = (client.UserSeconds + client.SystemSeconds) / millions;
        sample[Metric.ClientSecondsPerGigabyte] = (client.UserSeconds + client.SystemSeconds) / gigabytes;
        if (client.AllocatedBytes is { } allocated)
        {
            sample[Metric.ClientCompiledMethods] = client.CompiledMethods ?? 0;
            sample[Metric.ClientBytesPerRecord] = (double)allocated / load.Records;
            sample[Metric.ClientCollections] = (client.Gen0Collections + client.Gen1Collections + client.Gen2Collections) ?? 0;
        }
    }
}
