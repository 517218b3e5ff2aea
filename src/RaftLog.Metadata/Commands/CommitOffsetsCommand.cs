namespace RaftLog.Metadata;

/// <summary>A consumer group's coordinator (which has checked member and generation) writes offsets.</summary>
public sealed partial class CommitOffsetsCommand
{
    /// <summary>The group's name.</summary>
    public string ConsumerGroup { get; set; } = "";

    /// <summary>The offsets.</summary>
    public List<OffsetCommit> Offsets { get; set; } = [];
}
