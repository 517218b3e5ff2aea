using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>What became of each group of a <see cref="DeleteGroupsRequest"/>.</summary>
[WireMessage(ApiKey.DeleteGroups, "0-2", Flexible = "2+")]
public sealed partial class DeleteGroupsResponse : IKafkaResponse<DeleteGroupsResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("0+")]
    public int ThrottleTimeMs { get; set; }

    /// <summary>The answer for each.</summary>
    [WireField("0+")]
    public List<Group> Results { get; set; } = [];

    /// <summary>One group.</summary>
    [WireStruct]
    public sealed partial class Group
    {
        /// <summary>The id of the group.</summary>
        [WireField("0+")]
        public string GroupId { get; set; } = "";

        /// <summary>What went wrong.</summary>
        [WireField("0+")]
        public ErrorCode ErrorCode { get; set; }
    }
}
