using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>A partition by its topic's name.</summary>
[WireMessage("0")]
public sealed partial class PartitionReference
{
    /// <summary>The topic's name.</summary>
    [WireField("0+")]
    public string Topic { get; set; } = "";

    /// <summary>The partition's number.</summary>
    [WireField("0+")]
    public int Partition { get; set; }
}
