using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>The groups that a broker coordinates.</summary>
[WireMessage(ApiKey.ListGroups, "0-5", Flexible = "3+")]
public sealed partial class ListGroupsResponse : IKafkaResponse<ListGroupsResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("1+", Ignorable = true)]
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong.</summary>
    [WireField("0+")]
    public ErrorCode ErrorCode { get; set; }

    /// <summary>The groups.</summary>
    [WireField("0+")]
    public List<Group> Groups { get; set; } = [];

    /// <summary>One group.</summary>
    [WireStruct]
    public sealed partial class Group
    {
        /// <summary>The id of the group.</summary>
        [WireField("0+")]
        public string GroupId { get; set; } = "";

        /// <summary>The kind of group, <c>consumer</c> for consumers.</summary>
        [WireField("0+")]
        public string ProtocolType { get; set; } = "";

        /// <summary>The state of the group by its name.</summary>
        [WireField("4+", Ignorable = true)]
        public string GroupState { get; set; } = "";

        /// <summary>The kind of the group, <c>classic</c> or <c>consumer</c>.</summary>
        [WireField("5+", Ignorable = true)]
        public string GroupType { get; set; } = "";
    }
}
