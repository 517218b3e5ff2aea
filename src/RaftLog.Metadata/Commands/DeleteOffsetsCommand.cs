namespace RaftLog.Metadata;

/// <summary>Forgets a group's offsets in some partitions.</summary>
public sealed partial class DeleteOffsetsCommand
{
    /// <summary>The group's name.</summary>
    public string ConsumerGroup { get; set; } = "";

    /// <summary>The partitions.</summary>
    public List<PartitionReference> Partitions { get; set; } = [];
}
