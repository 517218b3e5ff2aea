namespace RaftLog.Chaos;

/// <summary>A workload of a known length: records are consumed, transformed and produced again, twice over, in transactions.</summary>
internal sealed record ChainPlan
{
    /// <summary>The records that go into the chain.</summary>
    public int Count { get; init; } = 1_000_000;

    /// <summary>The size of a value.</summary>
    public int ValueBytes { get; init; } = 100;

    /// <summary>The time over which the records are spread, so that there is something to break meanwhile.</summary>
    public TimeSpan AtLeast { get; init; } = TimeSpan.FromMinutes(3);
}
