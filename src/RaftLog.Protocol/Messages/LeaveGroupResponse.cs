using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>What became of a <see cref="LeaveGroupRequest"/>.</summary>
[WireMessage(ApiKey.LeaveGroup, "0-5", Flexible = "4+")]
public sealed partial class LeaveGroupResponse : IKafkaResponse<LeaveGroupResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("1+", Ignorable = true)]
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong.</summary>
    [WireField("0+")]
    public ErrorCode ErrorCode { get; set; }

    /// <summary>The members.</summary>
    [WireField("3+")]
    public List<Member> Members { get; set; } = [];

    /// <summary>One member.</summary>
    [WireStruct]
    public sealed partial class Member
    {
        /// <summary>The id of the member, given by the coordinator.</summary>
        [WireField("3+")]
        public string MemberId { get; set; } = "";

        /// <summary>The name of a static member (KIP-345); null for others.</summary>
        [WireField("3+", Nullable = "3+")]
        public string? GroupInstanceId { get; set; } = "";

        /// <summary>What went wrong.</summary>
        [WireField("3+")]
        public ErrorCode ErrorCode { get; set; }
    }
}
