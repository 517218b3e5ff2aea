namespace RaftLog.Chaos.Report;

/// <summary>What the report says of a run beside what its histories show. Kept as <c>run.json</c> in its folder, so that it can be checked again.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Seed">The seed of the faults.</param>
/// <param name="Command">The command that repeats the run.</param>
public sealed record RunInfo(string Scenario, long Seed, string Command)
{
    /// <summary>What the scenario does, in a sentence.</summary>
    public string Description { get; init; } = "";

    /// <summary>Facts about the cluster, name and value: brokers, partitions, replicas, settings that differ from the defaults.</summary>
    public IReadOnlyDictionary<string, string> Cluster { get; init; } = new Dictionary<string, string>();

    /// <summary>Facts about the workload: producers, rate, sizes, workers that were skipped and why.</summary>
    public IReadOnlyDictionary<string, string> Workload { get; init; } = new Dictionary<string, string>();

    /// <summary>Facts about the machine. Empty takes those of this one (<see cref="MachineFacts"/>).</summary>
    public IReadOnlyDictionary<string, string> Machine { get; init; } = new Dictionary<string, string>();

    /// <summary>What went wrong with the run itself: a worker that ended, a read-back that failed. Any makes the verdict a failure.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>The bounds that the availability gaps of this run must keep; none by default.</summary>
    public GapLimits Limits { get; init; } = new();
}
