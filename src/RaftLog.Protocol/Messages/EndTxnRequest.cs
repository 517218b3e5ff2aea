using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Commits or aborts a transaction.</summary>
[WireMessage(ApiKey.EndTxn, "0-5", Flexible = "3+")]
public sealed partial class EndTxnRequest : IKafkaRequest<EndTxnRequest, EndTxnResponse>
{
    /// <summary>The transactional id.</summary>
    [WireField("0+")]
    public string TransactionalId { get; set; } = "";

    /// <summary>The id of the producer.</summary>
    [WireField("0+")]
    public long ProducerId { get; set; }

    /// <summary>The epoch of the producer.</summary>
    [WireField("0+")]
    public short ProducerEpoch { get; set; }

    /// <summary>Whether the transaction is committed; aborted otherwise.</summary>
    [WireField("0+")]
    public bool Committed { get; set; }
}
