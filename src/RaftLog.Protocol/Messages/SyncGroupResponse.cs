using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>The member's assignment.</summary>
[WireMessage(ApiKey.SyncGroup, "0-5", Flexible = "4+")]
public sealed partial class SyncGroupResponse : IKafkaResponse<SyncGroupResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("1+", Ignorable = true)]
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong.</summary>
    [WireField("0+")]
    public ErrorCode ErrorCode { get; set; }

    /// <summary>The kind of group, <c>consumer</c> for consumers.</summary>
    [WireField("5+", Nullable = "5+", Ignorable = true)]
    public string? ProtocolType { get; set; }

    /// <summary>The name of the assignment strategy that was chosen.</summary>
    [WireField("5+", Nullable = "5+", Ignorable = true)]
    public string? ProtocolName { get; set; }

    /// <summary>The assignment, as bytes of the clients.</summary>
    [WireField("0+")]
    public byte[] Assignment { get; set; } = [];
}
