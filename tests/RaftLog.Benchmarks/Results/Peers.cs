namespace RaftLog.Benchmarks.Results;

/// <summary>
/// What others reach on this kind of machine (2 cores, three brokers and the load client together, three replicas, acknowledged by the majority; medians
/// of 3 runs, measured apart from ours), and what we aim at.
/// </summary>
/// <param name="Row">The row.</param>
/// <param name="Metric">The metric of the row that is compared.</param>
/// <param name="Nats">NATS JetStream 2.9 R3, which does not flush.</param>
/// <param name="RabbitMq">RabbitMQ 3.10 streams, which do not flush; in brackets with its batches of 100.</param>
/// <param name="AlwaysTarget">Our target with each write flushed; null for none.</param>
/// <param name="IntervalTarget">Our target with flushes by interval; null for none.</param>
internal sealed record Peers(string Row, Metric Metric, string Nats, string RabbitMq, double? AlwaysTarget, double? IntervalTarget)
{
    /// <summary>What is beside flush=always: the peers when the file system makes each of their writes synchronous, which none of them does by itself but for quorum queues and etcd.</summary>
    public const string Synchronous =
        "With every write synchronous, forced by the file system: RabbitMQ streams 323,000 and 73,000 rec/s at 100 B (1 and 12 partitions), 43 MB/s at 1 KiB, p50 1.6 ms; NATS 2,300 rec/s, "
        + "p50 1.2 ms; RabbitMQ quorum queues 18,000 rec/s; etcd 3.4 15,000 puts/s, p50 1.1 ms.";

    public static readonly IReadOnlyList<Peers> All =
    [
        new("produce-100-1", Metric.RecordsPerSecond, "52,000", "416,000 (1,070,000)", 1_070_000, 2_100_000),
        new("produce-100-12", Metric.RecordsPerSecond, "112,000", "99,000 (532,000)", 530_000, 1_060_000),
        new("produce-1024-1", Metric.MegabytesPerSecond, "38", "83 (113)", 113, 226),
        new("produce-1024-12", Metric.MegabytesPerSecond, "41", "66", 66, 132),
        new("one-at-a-time", Metric.P50Ms, "0.35", "0.97", 0.5, 0.2),
        new("one-at-a-time", Metric.P99Ms, "0.88", "1.8", 2, 1),
        new("open-loop-2000", Metric.P50Ms, "0.42", "1.0", null, null),
        new("open-loop-2000", Metric.P99Ms, "1.7", "3.4", null, null),
        new("open-loop-20000", Metric.P50Ms, "", "", null, null),
        new("open-loop-20000", Metric.P99Ms, "", "", null, null),
        new("read-100-1", Metric.RecordsPerSecond, "620,000", "3,200,000", 3_200_000, 3_200_000),
        new("read-100-12", Metric.RecordsPerSecond, "714,000", "1,090,000", 3_200_000, 3_200_000),
        new("read-1024-1", Metric.MegabytesPerSecond, "260", "925", 1_000, 1_000),
        new("beside-reader", Metric.TimesAloneP99, "", "", 1.5, 1.5),
        new("idle-500", Metric.IdlePercent, "24", "9.5", 9.5, null),
        new("failover", Metric.GapMedianMs, "6,100 [4,400..7,600]", "160 [100..460]", 150, 150),
        new("failover", Metric.GapWorstMs, "7,600", "460", 500, 500),
    ];

    /// <summary>The target in a flush mode; null for none.</summary>
    public double? Target(string flush) => flush == "always" ? AlwaysTarget : IntervalTarget;

    /// <summary>Whether a figure reaches the target.</summary>
    public bool Reaches(double figure, double target) => Metric.Better == Better.Higher ? figure >= target : figure <= target;
}
