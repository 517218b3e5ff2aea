using RaftLog.Benchmarks.Floor;

namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>The rows of the table, in its order. What kills brokers comes last.</summary>
internal static class SuiteRows
{
    public static readonly IReadOnlyList<Row> All =
    [
        new ProduceRow(LoadProgram.Own, 100, 1),
        new ProduceRow(LoadProgram.Own, 100, 12),
        new ProduceRow(LoadProgram.Own, 1024, 1),
        new ProduceRow(LoadProgram.Own, 1024, 12),
        new OneAtATimeRow(),
        new OpenLoopRow(LoadProgram.Own, 2_000),
        new OpenLoopRow(LoadProgram.Own, 20_000),
        new ReadRow(LoadProgram.Own, 100, 1, records: 14_000_000),
        new ReadRow(LoadProgram.Own, 100, 12, records: 12_000_000),
        new ReadRow(LoadProgram.Own, 1024, 1, records: 2_500_000),
        new BesideReaderRow(20_000),
        new FloorLatencyRow(),
        new FloorThroughputRow(16 * 1024, window: 16, producers: 3, suffix: "-three-producers"),
        new FloorThroughputRow(16 * 1024, window: 5, suffix: "-as-many"),
        new FloorThroughputRow(128 * 1024, window: 16),
        new FloorThroughputRow(1024 * 1024, window: 8),
        new ProduceRow(LoadProgram.Librdkafka, 100, 1),
        new ProduceRow(LoadProgram.Librdkafka, 100, 12),
        new ProduceRow(LoadProgram.SpreadingLibrdkafka, 100, 500),
        new ProduceRow(LoadProgram.Librdkafka, 1024, 1),
        new OpenLoopRow(LoadProgram.ImpatientLibrdkafka, 2_000),
        new ReadRow(LoadProgram.Librdkafka, 100, 1, records: 6_000_000),
        new IdleRow(),
        new FailoverRow(),
    ];

    /// <summary>The rows of these names, or whose names begin so; all when none is named.</summary>
    /// <exception cref="BenchmarkException">There is no such row.</exception>
    public static IReadOnlyList<Row> Choose(IReadOnlyCollection<string> names)
    {
        foreach (string name in names)
        {
            if (!All.Any(row => Matches(row, name)))
            {
                throw new BenchmarkException($"There is no row '{name}'. There are: {string.Join(", ", All.Select(row => row.Name))}; the beginning of a name takes all that begin so.");
            }
        }

        return names.Count == 0 ? All : [.. All.Where(row => names.Any(name => Matches(row, name)))];
    }

    // A whole name means that row only, also when others begin so.
    private static bool Matches(Row row, string name) =>
        All.Any(other => other.Name == name) ? row.Name == name : name.Length > 0 && row.Name.StartsWith(name, StringComparison.Ordinal);
}
