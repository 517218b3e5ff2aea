using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Asks for the member's assignment; the leader hands in everybody's.</summary>
[WireMessage(ApiKey.SyncGroup, "0-5", Flexible = "4+")]
public sealed partial class SyncGroupRequest : IKafkaRequest<SyncGroupRequest, SyncGroupResponse>
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

    /// <summary>The kind of group, <c>consumer</c> for consumers.</summary>
    [WireField("5+", Nullable = "5+", Ignorable = true)]
    public string? ProtocolType { get; set; }

    /// <summary>The name of the assignment strategy that was chosen.</summary>
    [WireField("5+", Nullable = "5+", Ignorable = true)]
    public string? ProtocolName { get; set; }

    /// <summary>Everybody's assignment, from the leader only.</summary>
    [WireField("0+")]
    public List<MemberAssignment> Assignments { get; set; } = [];

    /// <summary>The assignment of one member.</summary>
    [WireStruct]
    public sealed partial class MemberAssignment
    {
        /// <summary>The id of the member, given by the coordinator.</summary>
        [WireField("0+")]
        public string MemberId { get; set; } = "";

        /// <summary>The assignment, as bytes of the clients.</summary>
        [WireField("0+")]
        public byte[] Assignment { get; set; } = [];
    }
}
