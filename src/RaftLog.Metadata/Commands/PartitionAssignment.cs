using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The brokers that a partition is to be placed on.</summary>
[WireMessage("0")]
public sealed partial class PartitionAssignment
{
    /// <summary>The partition's number, from 0.</summary>
    [WireField("0+")]
    public int Partition { get; set; }

    /// <summary>The brokers' numbers, the preferred leader first.</summary>
    [WireField("0+")]
    public List<BrokerId> Brokers { get; set; } = [];
}
