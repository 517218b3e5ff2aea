using System.Globalization;

namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>One row of the table: records of one size into a topic of so many partitions.</summary>
internal sealed record ProduceWorkload(int RecordBytes, int Partitions, long Records, double OpenLoopRate)
{
    public static readonly IReadOnlyList<ProduceWorkload> All =
    [
        new(100, 1, 2_000_000, 20_000),
        new(100, 12, 2_000_000, 20_000),
        new(1024, 1, 300_000, 5_000),
        new(1024, 12, 300_000, 5_000),
    ];

    // Long enough for a p99.9 that is more than a handful of records.
    private const int OpenLoopSeconds = 5;

    public IEnumerable<string> FullSpeed => ["--size", Text(RecordBytes), "--records", Text(Records)];

    public IEnumerable<string> OpenLoop =>
    [
        "--size", Text(RecordBytes), "--rate", Text(OpenLoopRate), "--records", Text(OpenLoopRate * OpenLoopSeconds), "--warm-up", Text(OpenLoopRate),
    ];

    private static string Text(IFormattable number) => number.ToString("0", CultureInfo.InvariantCulture);
}
