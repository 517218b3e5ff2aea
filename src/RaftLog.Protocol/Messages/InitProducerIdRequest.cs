using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Asks for the producer id and epoch under which an idempotent or transactional producer writes.</summary>
[WireMessage(ApiKey.InitProducerId, "0-6", Flexible = "2+")]
public sealed partial class InitProducerIdRequest : IKafkaRequest<InitProducerIdRequest, InitProducerIdResponse>
{
    /// <summary>The transactional id; null without transactions.</summary>
    [WireField("0+", Nullable = "0+")]
    public string? TransactionalId { get; set; } = "";

    /// <summary>After how long an open transaction is aborted, in milliseconds.</summary>
    [WireField("0+")]
    public int TransactionTimeoutMs { get; set; }

    /// <summary>The id of the producer; -1 without.</summary>
    [WireField("3+")]
    public long ProducerId { get; set; } = -1;

    /// <summary>The epoch of the producer; -1 without.</summary>
    [WireField("3+")]
    public short ProducerEpoch { get; set; } = -1;

    /// <summary>Whether the producer takes part in a two-phase commit led elsewhere (KIP-939).</summary>
    [WireField("6+")]
    public bool Enable2Pc { get; set; }

    /// <summary>Whether a transaction that is prepared is kept rather than aborted (KIP-939).</summary>
    [WireField("6+")]
    public bool KeepPreparedTxn { get; set; }
}
