namespace RaftLog.Chaos;

/// <summary>What the clients of a scenario do.</summary>
internal sealed record WorkloadPlan
{
    /// <summary>Producing processes of the real client.</summary>
    public int Producers { get; init; } = 1;

    /// <summary>Members of the consumer group, each a process.</summary>
    public int Consumers { get; init; } = 2;

    /// <summary>Records that each producer offers in a second.</summary>
    public int RecordsPerSecond { get; init; } = 500;

    /// <summary>The size of a value.</summary>
    public int ValueBytes { get; init; } = 100;

    /// <summary>Whether a client of another make produces as well, where one is installed.</summary>
    public bool Foreign { get; init; } = true;
}
