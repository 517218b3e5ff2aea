using RaftLog.Benchmarks.Limits;
using RaftLog.Benchmarks.Results;

namespace RaftLog.Benchmarks.Tests;

/// <summary>Results made of a few numbers.</summary>
internal static class SomeResult
{
    public static readonly MachineLimits Limits = new()
    {
        BufferedWriteMegabytesPerSecond = 900,
        FlushedWriteMegabytesPerSecond = 300,
        SmallFlushP50Ms = 0.2,
        RoundTripP50Ms = 0.01,
        LoopbackMegabytesPerSecond = 2_000,
    };

    /// <summary>A result with one row, whose repeats found these values of a metric.</summary>
    public static SuiteResult Of(string row, string flush, Metric metric, params double[] values)
    {
        var samples = values.Select((value, repeat) =>
        {
            var sample = new Sample { Repeat = repeat };
            sample[metric] = value;
            return sample;
        });
        return new SuiteResult
        {
            Command = "raftlog-benchmarks run",
            Commit = "0123456789ab",
            Dirty = false,
            Date = new DateTimeOffset(2026, 11, 21, 23, 0, 0, TimeSpan.Zero),
            Machine = new MachineFacts("A processor", 2, 16, "A kernel", "A disk", ".NET"),
            Repeats = values.Length,
            Limits = [.. Enumerable.Repeat(Limits, values.Length + 1)],
            Rows = [new RowResult(row, "some work", flush, [.. samples])],
        };
    }
}
