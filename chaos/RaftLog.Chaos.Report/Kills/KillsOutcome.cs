using RaftLog.Chaos.History;

namespace RaftLog.Chaos.Report;

/// <summary>What there is of every run with a workload of its own whose faults are kills.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Seed">The seed of the faults.</param>
/// <param name="Command">The command that repeats the run.</param>
public abstract record KillsOutcome(string Scenario, long Seed, string Command)
{
    /// <summary>The kills of brokers.</summary>
    public required IReadOnlyList<FaultEvent> Faults { get; init; }

    /// <summary>What went wrong with the run itself.</summary>
    public required IReadOnlyList<string> Problems { get; init; }
}
