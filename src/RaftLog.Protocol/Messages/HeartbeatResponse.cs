using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Whether the member is still in the current generation.</summary>
[WireMessage(ApiKey.Heartbeat, "0-4", Flexible = "4+")]
public sealed partial class HeartbeatResponse : IKafkaResponse<HeartbeatResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("1+", Ignorable = true)]
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong.</summary>
    [WireField("0+")]
    public ErrorCode ErrorCode { get; set; }
}
