using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>Moves partitions to other brokers. Answered when the wish is recorded; the groups' leaders carry it out.</summary>
[WireMessage(ControllerCommandType.MovePartitions, "0-1")]
public sealed partial class MovePartitionsCommand
{
    /// <summary>The moves.</summary>
    [WireField("0+")]
    public List<PartitionMove> Moves { get; set; } = [];

    /// <summary>Whether a partition may get another number of replicas than it has.</summary>
    [WireField("0+")]
    public bool AllowsReplicationFactorChange { get; set; } = true;
}
