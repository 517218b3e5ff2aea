using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="AddPartitionsToTransactionCommand"/>.</summary>
[WireMessage("0")]
public sealed partial class AddPartitionsToTransactionResult : ControllerResult
{
    /// <summary>One outcome for each partition, in the order asked for; none when the request as a whole is refused.</summary>
    [WireField("0+")]
    public List<PartitionOutcome> Partitions { get; set; } = [];
}
