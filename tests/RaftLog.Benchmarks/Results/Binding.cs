using RaftLog.Benchmarks.Limits;

namespace RaftLog.Benchmarks.Results;

/// <summary>
/// The limit of the machine that binds a row at last: a rate that it cannot pass, or a time that it cannot be below.
/// </summary>
/// <param name="Metric">The metric that is compared with it.</param>
/// <param name="Words">What the limit is made of.</param>
/// <param name="Value">The limit, in the metric's unit.</param>
internal sealed record Binding(Metric Metric, string Words, Func<MachineLimits, double> Value)
{
    private const string Synchronous = "always";

    // All three replicas are written by one disk.
    private const int Replicas = 3;

    // To the leader and back; from there to a follower and back.
    private const int RoundTrips = 2;

    /// <summary>The binding limit of a row; null for one that the machine does not bind, as a failover.</summary>
    public static Binding? Of(string row, string flush)
    {
        bool flushes = flush == Synchronous;
        return row switch
        {
            _ when IsOneOf(row, "produce-", "foreign-produce-") => flushes
                ? new Binding(Metric.MegabytesPerSecond, "1 MiB append + fdatasync ÷ 3", limits => limits.FlushedWriteMegabytesPerSecond / Replicas)
                : new Binding(Metric.MegabytesPerSecond, "buffered write ÷ 3", limits => limits.BufferedWriteMegabytesPerSecond / Replicas),
            _ when IsOneOf(row, "one-at-a-time", "open-loop-", "foreign-open-loop-") => flushes
                ? new Binding(Metric.P50Ms, "2 round trips + 4 KiB fdatasync", limits => (RoundTrips * limits.RoundTripP50Ms) + limits.SmallFlushP50Ms)
                : new Binding(Metric.P50Ms, "2 round trips", limits => RoundTrips * limits.RoundTripP50Ms),
            _ when IsOneOf(row, "read-", "foreign-read-") => new Binding(Metric.MegabytesPerSecond, "loopback TCP", limits => limits.LoopbackMegabytesPerSecond),
            _ => null,
        };
    }

    /// <summary>The row's figure divided by the limit, each repeat by the limit around it; null when there are no figures.</summary>
    public Spread? Ratio(RowResult row, SuiteResult result)
    {
        double[] ratios =
        [
            .. row.Samples
                .Where(sample => sample.Values.ContainsKey(Metric.Key))
                .Select(sample => sample.Values[Metric.Key] / Value(result.LimitsAround(sample.Repeat))),
        ];
        return ratios.Length == 0 ? null : Spread.Of(ratios);
    }

    private static bool IsOneOf(string row, params ReadOnlySpan<string> beginnings)
    {
        foreach (string beginning in beginnings)
        {
            if (row.StartsWith(beginning, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
