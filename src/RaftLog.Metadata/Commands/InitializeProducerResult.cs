using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="InitializeProducerCommand"/>.</summary>
[WireMessage("0")]
public sealed partial class InitializeProducerResult : ControllerResult
{
    /// <summary>The producer id; -1 with an error.</summary>
    [WireField("0+")]
    public long ProducerId { get; set; } = TransactionImage.NoProducerId;

    /// <summary>The epoch; -1 with an error.</summary>
    [WireField("0+")]
    public short ProducerEpoch { get; set; } = TransactionImage.NoEpoch;
}
