namespace RaftLog.Chaos;

/// <summary>What the command line says of a run.</summary>
internal sealed record RunOptions
{
    /// <summary>How many rounds; null leaves it to the minutes or the scenario.</summary>
    public int? Rounds { get; init; }

    /// <summary>For how long; null leaves it to the rounds or the scenario.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The seed of whom and when; null draws one.</summary>
    public int? Seed { get; init; }

    /// <summary>Whether the scenario's limits of gaps and latencies are judged; guarantees always are.</summary>
    public bool JudgesLimits { get; init; } = true;

    /// <summary>For compaction: how many updates; null leaves it to the scenario.</summary>
    public int? Updates { get; init; }

    /// <summary>For compaction: of how many keys; null leaves it to the scenario.</summary>
    public int? Keys { get; init; }

    /// <summary>For a chain: how many records go in; null leaves it to the scenario.</summary>
    public int? Records { get; init; }

    /// <summary>For catch-up: how much is missed; null leaves it to the scenario.</summary>
    public int? Mebibytes { get; init; }
}
