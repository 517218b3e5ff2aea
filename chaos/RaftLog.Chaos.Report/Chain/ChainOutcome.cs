namespace RaftLog.Chaos.Report;

/// <summary>All that the report of a run of a chain is written from.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Seed">The seed of the faults.</param>
/// <param name="Command">The command that repeats the run.</param>
public sealed record ChainOutcome(string Scenario, long Seed, string Command) : KillsOutcome(Scenario, Seed, Command)
{
    /// <summary>The records that went in.</summary>
    public required long Records { get; init; }

    /// <summary>The different ones of them that came out.</summary>
    public required long Read { get; init; }

    /// <summary>By which clients the transformers work.</summary>
    public required string Clients { get; init; }

    /// <summary>The time from the first record that went in to the last that came out.</summary>
    public required TimeSpan Working { get; init; }

    /// <summary>How often a transformer was killed.</summary>
    public required int WorkerKills { get; init; }

    /// <summary>Records that did not come out, in words.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Records that came out more than once, in words.</summary>
    public required IReadOnlyList<string> Twice { get; init; }

    /// <summary>Records that came out before an earlier one of their partition, in words.</summary>
    public required IReadOnlyList<string> Disordered { get; init; }
}
