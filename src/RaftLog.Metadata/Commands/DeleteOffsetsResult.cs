using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="DeleteOffsetsCommand"/>.</summary>
[WireMessage("0")]
public sealed partial class DeleteOffsetsResult : ControllerResult
{
    /// <summary>One outcome for each partition, in the order asked for.</summary>
    [WireField("0+")]
    public List<PartitionOutcome> Partitions { get; set; } = [];
}
