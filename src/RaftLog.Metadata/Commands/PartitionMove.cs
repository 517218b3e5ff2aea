using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The brokers that shall hold a partition from now on.</summary>
[WireMessage("0-1")]
public sealed partial class PartitionMove
{
    /// <summary>The topic's name.</summary>
    [WireField("0+")]
    public string Topic { get; set; } = "";

    /// <summary>The partition's number.</summary>
    [WireField("0+")]
    public int Partition { get; set; }

    /// <summary>Whether to take back a move that is under way, rather than begin one.</summary>
    [WireField("0+")]
    public bool IsCancellation { get; set; }

    /// <summary>The brokers' numbers, the preferred leader first.</summary>
    [WireField("0+")]
    public List<BrokerId> Brokers { get; set; } = [];
}
