using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>The state and members of groups.</summary>
[WireMessage(ApiKey.DescribeGroups, "0-6", Flexible = "5+")]
public sealed partial class DescribeGroupsResponse : IKafkaResponse<DescribeGroupsResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("1+", Ignorable = true)]
    public int ThrottleTimeMs { get; set; }

    /// <summary>The groups.</summary>
    [WireField("0+")]
    public List<Group> Groups { get; set; } = [];

    /// <summary>One group.</summary>
    [WireStruct]
    public sealed partial class Group
    {
        /// <summary>What went wrong.</summary>
        [WireField("0+")]
        public ErrorCode ErrorCode { get; set; }

        /// <summary>What went wrong, in words.</summary>
        [WireField("6+", Nullable = "6+")]
        public string? ErrorMessage { get; set; }

        /// <summary>The id of the group.</summary>
        [WireField("0+")]
        public string GroupId { get; set; } = "";

        /// <summary>The state of the group by its name; <c>Dead</c> when there is none.</summary>
        [WireField("0+")]
        public string GroupState { get; set; } = "";

        /// <summary>The kind of group, <c>consumer</c> for consumers; empty when it is not known.</summary>
        [WireField("0+")]
        public string ProtocolType { get; set; } = "";

        /// <summary>The name of the assignment strategy in use.</summary>
        [WireField("0+")]
        public string ProtocolData { get; set; } = "";

        /// <summary>The members.</summary>
        [WireField("0+")]
        public List<Member> Members { get; set; } = [];

        /// <summary>What the client may do with the group, a bit an operation; the least integer when not asked for.</summary>
        [WireField("3+")]
        public int AuthorizedOperations { get; set; } = int.MinValue;
    }

    /// <summary>One member.</summary>
    [WireStruct]
    public sealed partial class Member
    {
        /// <summary>The id of the member, given by the coordinator.</summary>
        [WireField("0+")]
        public string MemberId { get; set; } = "";

        /// <summary>The name of a static member (KIP-345); null for others.</summary>
        [WireField("4+", Nullable = "4+", Ignorable = true)]
        public string? GroupInstanceId { get; set; }

        /// <summary>The client id that the member calls itself.</summary>
        [WireField("0+")]
        public string ClientId { get; set; } = "";

        /// <summary>The address that the member connects from.</summary>
        [WireField("0+")]
        public string ClientHost { get; set; } = "";

        /// <summary>The member's subscription, as bytes of the clients.</summary>
        [WireField("0+")]
        public byte[] MemberMetadata { get; set; } = [];

        /// <summary>The member's assignment, as bytes of the clients.</summary>
        [WireField("0+")]
        public byte[] MemberAssignment { get; set; } = [];
    }
}
