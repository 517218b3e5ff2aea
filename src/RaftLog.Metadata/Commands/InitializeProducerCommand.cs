using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>A transactional producer begins: it gets an epoch that no other has, and whoever had the transactional id before is fenced.</summary>
[WireMessage(ControllerCommandType.InitializeProducer, "0")]
public sealed partial class InitializeProducerCommand
{
    /// <summary>The transactional id.</summary>
    [WireField("0+")]
    public string TransactionalId { get; set; } = "";

    /// <summary>After how long a transaction shall be aborted, in milliseconds.</summary>
    [WireField("0+")]
    public int TransactionTimeoutMs { get; set; }

    /// <summary>The producer id that the client has and would go on with (KIP-360); -1 for a new client.</summary>
    [WireField("0+")]
    public long ProducerId { get; set; } = TransactionImage.NoProducerId;

    /// <summary>The epoch that goes with it; -1 for a new client.</summary>
    [WireField("0+")]
    public short ProducerEpoch { get; set; } = TransactionImage.NoEpoch;
}
