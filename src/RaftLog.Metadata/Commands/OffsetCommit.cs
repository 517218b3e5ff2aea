namespace RaftLog.Metadata;

/// <summary>The offset that a group has reached in one partition.</summary>
public sealed partial class OffsetCommit
{
    /// <summary>The topic's name.</summary>
    public string Topic { get; set; } = "";

    /// <summary>The partition's number.</summary>
    public int Partition { get; set; }

    /// <summary>The offset of the next record to consume.</summary>
    public long Offset { get; set; }

    /// <summary>The leader epoch of the last consumed record; -1 when unknown.</summary>
    public int LeaderEpoch { get; set; } = -1;

    /// <summary>The client's own note; at most 4,096 bytes.</summary>
    public string? Metadata { get; set; }
}
