namespace RaftLog.Metadata;

/// <summary>A partition by its topic's name.</summary>
public sealed partial class PartitionReference
{
    /// <summary>The topic's name.</summary>
    public string Topic { get; set; } = "";

    /// <summary>The partition's number.</summary>
    public int Partition { get; set; }
}
