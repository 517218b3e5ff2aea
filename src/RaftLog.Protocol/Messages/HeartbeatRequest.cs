using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Keeps a member in its group.</summary>
[WireMessage(ApiKey.Heartbeat, "0-4", Flexible = "4+")]
public sealed partial class HeartbeatRequest : IKafkaRequest<HeartbeatRequest, HeartbeatResponse>
{
    /// <summary>The id of the group.</summary>
    [WireField("0+")]
    public string GroupId { get; set; } = "";

    /// <summary>The generation of the group.</summary>
    [WireField("0+")]
    public int GenerationId { get; set; }

    /// <summary>The id of the member, given by the coordinator.</summary>
    [WireField("0+")]
    public string MemberId { get; set; } = "";

    /// <summary>The name of a static member (KIP-345); null for others.</summary>
    [WireField("3+", Nullable = "3+")]
    public string? GroupInstanceId { get; set; }
}
