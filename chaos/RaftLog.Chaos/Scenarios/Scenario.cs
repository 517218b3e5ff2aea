namespace RaftLog.Chaos;

/// <summary>A file of <c>chaos/scenarios/</c>: a cluster, a workload, and the faults of each round.</summary>
internal sealed record Scenario
{
    /// <summary>The file's name without its ending.</summary>
    public required string Name { get; init; }

    /// <summary>What it shows, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>How many brokers; all of them vote in the metadata group.</summary>
    public int Brokers { get; init; } = 3;

    /// <summary>Partitions of the topic.</summary>
    public int Partitions { get; init; } = 3;

    /// <summary>Replicas of each partition.</summary>
    public int ReplicationFactor { get; init; } = 3;

    /// <summary>The topic's <c>raftlog.flush</c>: <c>always</c> or <c>interval</c>.</summary>
    public string Flush { get; init; } = "always";

    /// <summary>Over which disk the brokers run.</summary>
    public DiskKind Disk { get; init; }

    /// <summary>What the clients do.</summary>
    public WorkloadPlan Workload { get; init; } = new();

    /// <summary>What the clients do instead, in a scenario of a compacted topic; null in all others.</summary>
    public UpdatesPlan? Updates { get; init; }

    /// <summary>What the clients do instead, in a scenario of a chain of transactions; null in all others.</summary>
    public ChainPlan? Chain { get; init; }

    /// <summary>How long a run lasts that was given neither rounds nor minutes.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>How many rounds, when neither a duration nor the command line says otherwise.</summary>
    public int Rounds { get; init; } = 10;

    /// <summary>The time between the recovery from one fault and the next fault.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Whether a round draws one of the faults; otherwise it goes through all of them in order.</summary>
    public bool DrawsFaults { get; init; }

    /// <summary>What the gaps must keep; null promises nothing.</summary>
    public LimitsPlan? Limits { get; init; }

    /// <summary>The faults.</summary>
    public required IReadOnlyList<FaultPlan> Faults { get; init; }

    /// <summary>Whether the brokers have to talk through proxies.</summary>
    public bool NeedsProxies => Faults.Any(f => f.Kind is FaultKind.Cut or FaultKind.OneWayCut or FaultKind.Delay or FaultKind.Loss or FaultKind.SlowLink);

    /// <summary>Whether the brokers need files of each kind.</summary>
    public bool NeedsFiles => Faults.Any(f => f.Kind == FaultKind.FlippedBit);

    /// <summary>Whether the brokers need a clock that can be turned.</summary>
    public bool NeedsFakeClock => Faults.Any(f => f.Kind == FaultKind.ClockJump);
}
