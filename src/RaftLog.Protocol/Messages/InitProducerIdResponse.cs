using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>The producer id and epoch that were given out.</summary>
[WireMessage(ApiKey.InitProducerId, "0-6", Flexible = "2+")]
public sealed partial class InitProducerIdResponse : IKafkaResponse<InitProducerIdResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("0+")]
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong.</summary>
    [WireField("0+")]
    public ErrorCode ErrorCode { get; set; }

    /// <summary>The id of the producer; -1 without.</summary>
    [WireField("0+")]
    public long ProducerId { get; set; } = -1;

    /// <summary>The epoch of the producer; -1 without.</summary>
    [WireField("0+")]
    public short ProducerEpoch { get; set; }

    /// <summary>The id of the producer of a transaction that was kept; -1 without (KIP-939).</summary>
    [WireField("6+")]
    public long OngoingTxnProducerId { get; set; } = -1;

    /// <summary>The epoch of the producer of a transaction that was kept; -1 without (KIP-939).</summary>
    [WireField("6+")]
    public short OngoingTxnProducerEpoch { get; set; } = -1;
}
