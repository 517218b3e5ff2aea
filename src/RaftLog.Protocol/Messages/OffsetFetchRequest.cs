using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Asks for the stored positions of a group, from version 8 of several.</summary>
[WireMessage(ApiKey.OffsetFetch, "0-10", Flexible = "6+")]
public sealed partial class OffsetFetchRequest : IKafkaRequest<OffsetFetchRequest, OffsetFetchResponse>
{
    /// <summary>The id of the group.</summary>
    [WireField("0-7")]
    public string GroupId { get; set; } = "";

    /// <summary>The topics; null for all.</summary>
    [WireField("0-7", Nullable = "2-7")]
    public List<Topic>? Topics { get; set; } = [];

    /// <summary>The groups.</summary>
    [WireField("8+")]
    public List<Group> Groups { get; set; } = [];

    /// <summary>Whether to refuse positions of which a transaction is undecided (KIP-447).</summary>
    [WireField("7+")]
    public bool RequireStable { get; set; }

    /// <summary>One topic.</summary>
    [WireStruct]
    public sealed partial class Topic
    {
        /// <summary>The name.</summary>
        [WireField("0-7")]
        public string Name { get; set; } = "";

        /// <summary>The numbers of the partitions.</summary>
        [WireField("0-7")]
        public List<int> PartitionIndexes { get; set; } = [];
    }

    /// <summary>One group.</summary>
    [WireStruct]
    public sealed partial class Group
    {
        /// <summary>The id of the group.</summary>
        [WireField("8+")]
        public string GroupId { get; set; } = "";

        /// <summary>The id of the member, given by the coordinator.</summary>
        [WireField("9+", Nullable = "9+", Ignorable = true)]
        public string? MemberId { get; set; }

        /// <summary>The epoch of the member (KIP-848); -1 without.</summary>
        [WireField("9+", Ignorable = true)]
        public int MemberEpoch { get; set; } = -1;

        /// <summary>The topics; null for all.</summary>
        [WireField("8+", Nullable = "8+")]
        public List<GroupTopic>? Topics { get; set; } = [];
    }

    /// <summary>One topic of a group.</summary>
    [WireStruct]
    public sealed partial class GroupTopic
    {
        /// <summary>The name.</summary>
        [WireField("8-9", Ignorable = true)]
        public string Name { get; set; } = "";

        /// <summary>The id of the topic; in versions that have no name.</summary>
        [WireField("10+", Ignorable = true)]
        public Guid TopicId { get; set; }

        /// <summary>The numbers of the partitions.</summary>
        [WireField("8+")]
        public List<int> PartitionIndexes { get; set; } = [];
    }
}
