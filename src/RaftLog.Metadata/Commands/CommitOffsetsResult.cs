using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="CommitOffsetsCommand"/>, given when the offsets are committed in the metadata group.</summary>
[WireMessage("0")]
public sealed partial class CommitOffsetsResult : ControllerResult
{
    /// <summary>One outcome for each offset, in the order asked for.</summary>
    [WireField("0+")]
    public List<PartitionOutcome> Partitions { get; set; } = [];
}
