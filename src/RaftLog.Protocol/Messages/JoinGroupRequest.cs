using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Enters a consumer group, or comes back into it in a rebalance.</summary>
[WireMessage(ApiKey.JoinGroup, "0-9", Flexible = "6+")]
public sealed partial class JoinGroupRequest : IKafkaRequest<JoinGroupRequest, JoinGroupResponse>
{
    /// <summary>The id of the group.</summary>
    [WireField("0+")]
    public string GroupId { get; set; } = "";

    /// <summary>How long the member may be silent, in milliseconds.</summary>
    [WireField("0+")]
    public int SessionTimeoutMs { get; set; }

    /// <summary>How long a rebalance waits for the member, in milliseconds; -1 for the session timeout.</summary>
    [WireField("1+", Ignorable = true)]
    public int RebalanceTimeoutMs { get; set; } = -1;

    /// <summary>The id given by the coordinator; empty at first.</summary>
    [WireField("0+")]
    public string MemberId { get; set; } = "";

    /// <summary>The name of a static member (KIP-345); null for others.</summary>
    [WireField("5+", Nullable = "5+")]
    public string? GroupInstanceId { get; set; }

    /// <summary>The kind of group, <c>consumer</c> for consumers.</summary>
    [WireField("0+")]
    public string ProtocolType { get; set; } = "";

    /// <summary>The assignment strategies that the member can follow, the best first.</summary>
    [WireField("0+")]
    public List<GroupProtocol> Protocols { get; set; } = [];

    /// <summary>Why, in words, for the log of the broker (KIP-800).</summary>
    [WireField("8+", Nullable = "8+", Ignorable = true)]
    public string? Reason { get; set; }

    /// <summary>An assignment strategy that the member can follow.</summary>
    [WireStruct]
    public sealed partial class GroupProtocol
    {
        /// <summary>The name.</summary>
        [WireField("0+")]
        public string Name { get; set; } = "";

        /// <summary>The member's subscription, as bytes of the clients.</summary>
        [WireField("0+")]
        public byte[] Metadata { get; set; } = [];
    }
}
