namespace RaftLog.Benchmarks.Scale;

/// <summary>One dimension of growth: what is varied, over which values, with everything else as usual.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Axis">What is varied.</param>
/// <param name="Values">Its values.</param>
/// <param name="Load">The load for a value.</param>
internal sealed record ScaleSeries(string Name, string Axis, IReadOnlyList<int> Values, Func<int, ScaleLoad> Load)
{
    public static readonly IReadOnlyList<ScaleSeries> All =
    [
        new("partitions", "partitions", [1, 10, 100, 1_000, 3_000], count => new ScaleLoad { Partitions = count }),
        new("connections", "producers with connections of their own", [1, 10, 100, 1_000], count => new ScaleLoad { Producers = count }),
        new("brokers", "brokers (three replicas, one on a single broker)", [1, 3, 5], count => new ScaleLoad { Brokers = count }),
        new("record-size", "bytes of a record", [10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000], bytes => new ScaleLoad { RecordBytes = bytes }),
    ];
}
