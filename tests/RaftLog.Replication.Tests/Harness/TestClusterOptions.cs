using RaftLog.Storage;

namespace RaftLog.Replication.Tests;

internal sealed record TestClusterOptions
{
    public int Brokers { get; init; } = 3;

    /// <summary>Of the brokers, how many vote; the others are learners.</summary>
    public int Voters { get; init; } = 3;

    public int Groups { get; init; } = 1;

    /// <summary>Whether group 0 is one of commands with snapshots.</summary>
    public bool HasMetadata { get; init; }

    public long TailCacheBytes { get; init; } = 64 << 20;

    /// <summary>The chance that a broker flushes in a step: below 1, flushes lag behind.</summary>
    public double FlushRate { get; init; } = 1;

    public PartitionLogOptions Log { get; init; } = new();

    public ReplicationOptions Replication { get; init; } = new() { Shards = 2 };
}
