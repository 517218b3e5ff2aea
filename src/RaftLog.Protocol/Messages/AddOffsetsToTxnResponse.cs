using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Whether the group's positions may follow.</summary>
[WireMessage(ApiKey.AddOffsetsToTxn, "0-4", Flexible = "3+")]
public sealed partial class AddOffsetsToTxnResponse : IKafkaResponse<AddOffsetsToTxnResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("0+")]
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong.</summary>
    [WireField("0+")]
    public ErrorCode ErrorCode { get; set; }
}
