using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>The shipping of a snapshot to one follower.</summary>
internal sealed class SnapshotSession(ReplicaId to)
{
    public ReplicaId To { get; } = to;

    /// <summary>What is shipped; null while it is being loaded.</summary>
    public SnapshotImage? Image { get; set; }

    // Invariant: 0 <= Acknowledged <= Sent <= Image.Bytes.Length.

    /// <summary>The bytes that the follower has.</summary>
    public long Acknowledged { get; set; }

    /// <summary>The bytes that were sent.</summary>
    public long Sent { get; set; }

    /// <summary>When to send again from <see cref="Acknowledged"/> on.</summary>
    public long RetryAtMs { get; set; }

    /// <summary>How often that was done without progress.</summary>
    public int Retries { get; set; }
}
