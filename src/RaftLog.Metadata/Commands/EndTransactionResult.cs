using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="EndTransactionCommand"/>: the decision is committed in the metadata group. Partitions are told after it.</summary>
[WireMessage("0")]
public sealed partial class EndTransactionResult : ControllerResult
{
    /// <summary>The producer id for the next transaction; -1 with an error.</summary>
    [WireField("0+")]
    public long ProducerId { get; set; } = TransactionImage.NoProducerId;

    /// <summary>The epoch for the next transaction; -1 with an error.</summary>
    [WireField("0+")]
    public short ProducerEpoch { get; set; } = TransactionImage.NoEpoch;
}
