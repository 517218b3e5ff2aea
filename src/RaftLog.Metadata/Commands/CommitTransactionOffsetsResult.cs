using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="CommitTransactionOffsetsCommand"/>.</summary>
[WireMessage("0")]
public sealed partial class CommitTransactionOffsetsResult : ControllerResult
{
    /// <summary>One outcome for each offset, in the order asked for; none when the request as a whole is refused.</summary>
    [WireField("0+")]
    public List<PartitionOutcome> Partitions { get; set; } = [];
}
