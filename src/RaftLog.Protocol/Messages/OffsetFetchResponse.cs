using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Stored positions. A position that does not exist is offset -1 and no error.</summary>
[WireMessage(ApiKey.OffsetFetch, "0-10", Flexible = "6+")]
public sealed partial class OffsetFetchResponse : IKafkaResponse<OffsetFetchResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("3+", Ignorable = true)]
    public int ThrottleTimeMs { get; set; }

    /// <summary>The topics.</summary>
    [WireField("0-7")]
    public List<Topic> Topics { get; set; } = [];

    /// <summary>What went wrong.</summary>
    [WireField("2-7", Ignorable = true)]
    public ErrorCode ErrorCode { get; set; }

    /// <summary>The groups.</summary>
    [WireField("8+")]
    public List<Group> Groups { get; set; } = [];

    /// <summary>One topic.</summary>
    [WireStruct]
    public sealed partial class Topic
    {
        /// <summary>The name.</summary>
        [WireField("0-7")]
        public string Name { get; set; } = "";

        /// <summary>The partitions.</summary>
        [WireField("0-7")]
        public List<Partition> Partitions { get; set; } = [];
    }

    /// <summary>One group.</summary>
    [WireStruct]
    public sealed partial class Group
    {
        /// <summary>The id of the group.</summary>
        [WireField("8+")]
        public string GroupId { get; set; } = "";

        /// <summary>The topics.</summary>
        [WireField("8+")]
        public List<GroupTopic> Topics { get; set; } = [];

        /// <summary>What went wrong.</summary>
        [WireField("8+")]
        public ErrorCode ErrorCode { get; set; }
    }

    /// <summary>One partition.</summary>
    [WireStruct]
    public sealed partial class Partition
    {
        /// <summary>The number of the partition.</summary>
        [WireField("0-7")]
        public int PartitionIndex { get; set; }

        /// <summary>The position: the offset of the next record to read; -1 for none.</summary>
        [WireField("0-7")]
        public long CommittedOffset { get; set; }

        /// <summary>The leader epoch of the last record before the position; -1 when unknown.</summary>
        [WireField("5-7", Ignorable = true)]
        public int CommittedLeaderEpoch { get; set; } = -1;

        /// <summary>The remark of the client.</summary>
        [WireField("0-7", Nullable = "0-7")]
        public string? Metadata { get; set; } = "";

        /// <summary>What went wrong.</summary>
        [WireField("0-7")]
        public ErrorCode ErrorCode { get; set; }
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

        /// <summary>The partitions.</summary>
        [WireField("8+")]
        public List<GroupPartition> Partitions { get; set; } = [];
    }

    /// <summary>One partition of a group.</summary>
    [WireStruct]
    public sealed partial class GroupPartition
    {
        /// <summary>The number of the partition.</summary>
        [WireField("8+")]
        public int PartitionIndex { get; set; }

        /// <summary>The position: the offset of the next record to read; -1 for none.</summary>
        [WireField("8+")]
        public long CommittedOffset { get; set; }

        /// <summary>The leader epoch of the last record before the position; -1 when unknown.</summary>
        [WireField("8+", Ignorable = true)]
        public int CommittedLeaderEpoch { get; set; } = -1;

        /// <summary>The remark of the client.</summary>
        [WireField("8+", Nullable = "8+")]
        public string? Metadata { get; set; } = "";

        /// <summary>What went wrong.</summary>
        [WireField("8+")]
        public ErrorCode ErrorCode { get; set; }
    }
}
