using RaftLog.Storage;

namespace RaftLog.Server.Configuration;

/// <summary>What a topic gets that does not say otherwise when it is created.</summary>
public sealed class TopicDefaultsOptions
{
    /// <summary>Whether a client that names an unknown topic creates it. Default false: a typo would otherwise make a topic.</summary>
    public bool AutoCreate { get; set; }

    /// <summary>Partitions of a topic created without a count. Default 1.</summary>
    public int DefaultPartitions { get; set; } = 1;

    /// <summary>Replicas of each partition of a topic created without a replication factor. Default 3; one broker needs 1.</summary>
    public int DefaultReplicationFactor { get; set; } = 3;

    /// <summary>When records reach stable storage. Default <see cref="FlushMode.Always"/>.</summary>
    public FlushMode Flush { get; set; } = FlushMode.Always;
}
