using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>The decision stands. From version 5 on the producer goes on under the id and epoch given here (KIP-890).</summary>
[WireMessage(ApiKey.EndTxn, "0-5", Flexible = "3+")]
public sealed partial class EndTxnResponse : IKafkaResponse<EndTxnResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("0+")]
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong.</summary>
    [WireField("0+")]
    public ErrorCode ErrorCode { get; set; }

    /// <summary>The id of the producer for the next transaction; -1 without.</summary>
    [WireField("5+", Ignorable = true)]
    public long ProducerId { get; set; } = -1;

    /// <summary>The epoch of the producer for the next transaction; -1 without.</summary>
    [WireField("5+", Ignorable = true)]
    public short ProducerEpoch { get; set; } = -1;
}
