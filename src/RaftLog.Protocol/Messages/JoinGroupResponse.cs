using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>The generation that a member is in; its leader also gets the subscriptions of all members.</summary>
[WireMessage(ApiKey.JoinGroup, "0-9", Flexible = "6+")]
public sealed partial class JoinGroupResponse : IKafkaResponse<JoinGroupResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("2+", Ignorable = true)]
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong.</summary>
    [WireField("0+")]
    public ErrorCode ErrorCode { get; set; }

    /// <summary>The generation of the group.</summary>
    [WireField("0+")]
    public int GenerationId { get; set; } = -1;

    /// <summary>The kind of group, <c>consumer</c> for consumers.</summary>
    [WireField("7+", Nullable = "7+", Ignorable = true)]
    public string? ProtocolType { get; set; }

    /// <summary>The name of the assignment strategy that was chosen.</summary>
    [WireField("0+", Nullable = "7+")]
    public string? ProtocolName { get; set; } = "";

    /// <summary>The member id of the leader, who assigns.</summary>
    [WireField("0+")]
    public string Leader { get; set; } = "";

    /// <summary>Whether the leader must not assign anew (KIP-814).</summary>
    [WireField("9+")]
    public bool SkipAssignment { get; set; }

    /// <summary>The id of the member, given by the coordinator.</summary>
    [WireField("0+")]
    public string MemberId { get; set; } = "";

    /// <summary>The members and their subscriptions, for the leader only.</summary>
    [WireField("0+")]
    public List<Member> Members { get; set; } = [];

    /// <summary>One member.</summary>
    [WireStruct]
    public sealed partial class Member
    {
        /// <summary>The id of the member, given by the coordinator.</summary>
        [WireField("0+")]
        public string MemberId { get; set; } = "";

        /// <summary>The name of a static member (KIP-345); null for others.</summary>
        [WireField("5+", Nullable = "5+", Ignorable = true)]
        public string? GroupInstanceId { get; set; }

        /// <summary>The member's subscription, as bytes of the clients.</summary>
        [WireField("0+")]
        public byte[] Metadata { get; set; } = [];
    }
}
