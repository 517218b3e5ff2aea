namespace RaftLog.Chaos.Workload;

/// <summary>A chain of workers: a source, and transformers that take from one topic and give to the next in transactions.</summary>
/// <param name="BootstrapServers">The brokers.</param>
/// <param name="Topics">The topics in the order of the chain; they exist, with as many partitions each. One transformer stands between two.</param>
/// <param name="RunFolder">The folder of the run.</param>
public sealed record ChainOptions(string BootstrapServers, IReadOnlyList<string> Topics, string RunFolder)
{
    /// <summary>The records that go in. Default 1,000,000.</summary>
    public int Count { get; init; } = 1_000_000;

    /// <summary>The size of a value. Default 100.</summary>
    public int ValueBytes { get; init; } = 100;

    /// <summary>The time over which the source spreads them; it takes longer where the cluster is slower. Default 3 min.</summary>
    public TimeSpan AtLeast { get; init; } = TimeSpan.FromMinutes(3);
}
