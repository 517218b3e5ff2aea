using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Takes members out of a group: one up to version 2, several from version 3.</summary>
[WireMessage(ApiKey.LeaveGroup, "0-5", Flexible = "4+")]
public sealed partial class LeaveGroupRequest : IKafkaRequest<LeaveGroupRequest, LeaveGroupResponse>
{
    /// <summary>The id of the group.</summary>
    [WireField("0+")]
    public string GroupId { get; set; } = "";

    // Both forms are ignorable, so that a sender fills them alike and the version picks one.

    /// <summary>The id of the one member that leaves.</summary>
    [WireField("0-2", Ignorable = true)]
    public string MemberId { get; set; } = "";

    /// <summary>The members.</summary>
    [WireField("3+", Ignorable = true)]
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
        public string? GroupInstanceId { get; set; }

        /// <summary>Why, in words, for the log of the broker (KIP-800).</summary>
        [WireField("5+", Nullable = "5+", Ignorable = true)]
        public string? Reason { get; set; }
    }
}
