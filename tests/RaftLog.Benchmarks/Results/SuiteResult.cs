using RaftLog.Benchmarks.Limits;

namespace RaftLog.Benchmarks.Results;

/// <summary>What a run of the suite found, as it is saved. A change of meaning raises <see cref="CurrentSchema"/>.</summary>
internal sealed record SuiteResult
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    /// <summary>The command line that gave it.</summary>
    public required string Command { get; init; }

    /// <summary>The commit of the checkout.</summary>
    public required string Commit { get; init; }

    /// <summary>Whether the checkout had changes that are in no commit.</summary>
    public required bool Dirty { get; init; }

    /// <summary>When the run began.</summary>
    public required DateTimeOffset Date { get; init; }

    public required MachineFacts Machine { get; init; }

    public required int Repeats { get; init; }

    /// <summary>The share of the usual amount of work; a result with less than 1 is for a quick look only.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Whether somebody ended the run, so that rows, or repeats of some, are missing.</summary>
    public bool Interrupted { get; init; }

    /// <summary>Before the first repeat, between repeats, and after the last.</summary>
    public List<MachineLimits> Limits { get; init; } = [];

    public List<RowResult> Rows { get; init; } = [];

    /// <summary>Rows that could not be measured here, with the reason.</summary>
    public SortedDictionary<string, string> Skipped { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The machine's limits around a repeat.</summary>
    public MachineLimits LimitsAround(int repeat) => MachineLimits.Between(Limits[repeat], Limits[Math.Min(repeat + 1, Limits.Count - 1)]);

    /// <summary>The result of a row; null when it was not measured.</summary>
    public RowResult? Find(string row, string flush) => Rows.Find(result => result.Row == row && result.Flush == flush);
}
