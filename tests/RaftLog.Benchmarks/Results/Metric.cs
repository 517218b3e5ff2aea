namespace RaftLog.Benchmarks.Results;

/// <summary>One thing that rows measure.</summary>
/// <param name="Key">Its name in files.</param>
/// <param name="Title">Its name in tables.</param>
/// <param name="Format">How its numbers are written.</param>
/// <param name="Better">Which way it improves.</param>
internal sealed record Metric(string Key, string Title, string Format, Better Better)
{
    public static readonly Metric RecordsPerSecond = new("recordsPerSecond", "records/s", "N0", Better.Higher);
    public static readonly Metric MegabytesPerSecond = new("megabytesPerSecond", "MB/s", "0.0", Better.Higher);
    public static readonly Metric P50Ms = new("p50Ms", "p50 ms", "0.000", Better.Lower);
    public static readonly Metric P99Ms = new("p99Ms", "p99 ms", "0.00", Better.Lower);
    public static readonly Metric P999Ms = new("p999Ms", "p99.9 ms", "0.00", Better.Lower);
    public static readonly Metric MaxMs = new("maxMs", "longest ms", "0.0", Better.Neither);
    public static readonly Metric LatenessP99Ms = new("latenessP99Ms", "handed over late, p99 ms", "0.000", Better.Neither);
    public static readonly Metric AloneP99Ms = new("aloneP99Ms", "p99 ms without the reader", "0.00", Better.Neither);
    public static readonly Metric TimesAloneP99 = new("timesAloneP99", "p99 with ÷ without the reader", "0.00", Better.Lower);
    public static readonly Metric RecordsPerBatch = new("recordsPerBatch", "records/batch", "N0", Better.Neither);

    public static readonly Metric BrokerUserSeconds = new("brokerUserSecondsPerMillion", "brokers' CPU s/million, own code", "0.00", Better.Neither);
    public static readonly Metric BrokerSystemSeconds = new("brokerSystemSecondsPerMillion", "brokers' CPU s/million, system", "0.00", Better.Neither);
    public static readonly Metric BrokerSeconds = new("brokerCpuSecondsPerMillion", "brokers' CPU s/million", "0.00", Better.Lower);
    public static readonly Metric BrokerSecondsPerGigabyte = new("brokerCpuSecondsPerGigabyte", "brokers' CPU s/GB", "0.00", Better.Neither);
    public static readonly Metric ClientUserSeconds = new("clientUserSecondsPerMillion", "client's CPU s/million, own code", "0.00", Better.Neither);
    public static readonly Metric ClientSystemSeconds = new("clientSystemSecondsPerMillion", "client's CPU s/million, system", "0.00", Better.Neither);
    public static readonly Metric ClientSeconds = new("clientCpuSecondsPerMillion", "client's CPU s/million", "0.00", Better.Lower);
    public static readonly Metric ClientSecondsPerGigabyte = new("clientCpuSecondsPerGigabyte", "client's CPU s/GB", "0.00", Better.Neither);
    public static readonly Metric BrokerBytesPerRecord = new("brokerAllocatedBytesPerRecord", "brokers allocate B/record", "0.0", Better.Lower);
    public static readonly Metric ClientBytesPerRecord = new("clientAllocatedBytesPerRecord", "client allocates B/record", "0.0", Better.Lower);
    public static readonly Metric BrokerCollections = new("brokerCollections", "brokers' GCs", "N0", Better.Neither);
    public static readonly Metric BrokerFullCollections = new("brokerGen2Collections", "of these gen 2", "N0", Better.Neither);
    public static readonly Metric ClientCollections = new("clientCollections", "client's GCs", "N0", Better.Neither);
    public static readonly Metric BrokerSwitches = new("brokerContextSwitchesPerThousand", "brokers' context switches/1,000 records", "0.0", Better.Neither);
    public static readonly Metric BrokerCompiledMethods = new("brokerCompiledMethods", "compiled meanwhile, brokers", "N0", Better.Neither);
    public static readonly Metric ClientCompiledMethods = new("clientCompiledMethods", "compiled meanwhile, client", "N0", Better.Neither);
    public static readonly Metric StolenShare = new("stolenShare", "stolen", "0 %", Better.Neither);

    public static readonly Metric IdlePercent = new("idleCpuPercent", "% of a core", "0.0", Better.Lower);
    public static readonly Metric IdleBytesPerSecond = new("idleAllocatedBytesPerSecond", "allocated B/s", "N0", Better.Lower);
    public static readonly Metric IdleSwitches = new("idleContextSwitchesPerSecond", "context switches/s", "N0", Better.Neither);

    public static readonly Metric GapMedianMs = new("gapMedianMs", "median gap ms", "0", Better.Lower);
    public static readonly Metric GapWorstMs = new("gapWorstMs", "worst gap ms", "0", Better.Neither);

    public static readonly Metric FloorMegabytesPerSecond = new("floorMegabytesPerSecond", "floor MB/s", "0.0", Better.Neither);
    public static readonly Metric FloorP50Ms = new("floorP50Ms", "floor p50 ms", "0.000", Better.Neither);
    public static readonly Metric ShareOfFloor = new("shareOfFloor", "ours ÷ floor, MB/s", "0.00", Better.Higher);
    public static readonly Metric TimesFloorP50 = new("timesFloorP50", "ours ÷ floor, p50", "0.00", Better.Lower);

    /// <summary>All of them, by key.</summary>
    public static readonly IReadOnlyDictionary<string, Metric> All = typeof(Metric)
        .GetFields()
        .Select(field => field.GetValue(null))
        .OfType<Metric>()
        .ToDictionary(metric => metric.Key, StringComparer.Ordinal);
}
