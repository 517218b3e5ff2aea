using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The offset that a group has reached in one partition.</summary>
[WireMessage("0")]
public sealed partial class OffsetCommit
{
    /// <summary>The topic's name.</summary>
    [WireField("0+")]
    public string Topic { get; set; } = "";

    /// <summary>The partition's number.</summary>
    [WireField("0+")]
    public int Partition { get; set; }

    /// <summary>The offset of the next record to consume.</summary>
    [WireField("0+")]
    public Offset Offset { get; set; }

    /// <summary>The leader epoch of the last consumed record; -1 when unknown.</summary>
    [WireField("0+")]
    public int LeaderEpoch { get; set; } = -1;

    /// <summary>The client's own note; at most 4,096 bytes.</summary>
    [WireField("0+", Nullable = "0+")]
    public string? Metadata { get; set; }
}
