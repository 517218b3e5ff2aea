using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="MovePartitionsCommand"/>.</summary>
[WireMessage("0-1")]
public sealed partial class MovePartitionsResult : ControllerResult
{
    /// <summary>One outcome for each move, in the order asked for.</summary>
    [WireField("0+")]
    public List<PartitionOutcome> Partitions { get; set; } = [];
}
