namespace RaftLog.Chaos;

/// <summary>The other kind of workload: the topic is compacted, its keys are updated so many times, and what counts is the last value of each.</summary>
internal sealed record UpdatesPlan
{
    /// <summary>The updates of all workers together.</summary>
    public int Count { get; init; } = 200_000;

    /// <summary>The keys of all workers together.</summary>
    public int Keys { get; init; } = 5_000;

    /// <summary>The size of a value.</summary>
    public int ValueBytes { get; init; } = 200;

    /// <summary>The time over which the updates are spread, so that there is something to break meanwhile.</summary>
    public TimeSpan AtLeast { get; init; } = TimeSpan.FromSeconds(20);
}
