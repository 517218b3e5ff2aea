using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Stores the positions of a consumer group.</summary>
[WireMessage(ApiKey.OffsetCommit, "0-10", Flexible = "8+")]
public sealed partial class OffsetCommitRequest : IKafkaRequest<OffsetCommitRequest, OffsetCommitResponse>
{
    /// <summary>The id of the group.</summary>
    [WireField("0+")]
    public string GroupId { get; set; } = "";

    /// <summary>The generation of the group; -1 for a commit without membership.</summary>
    [WireField("1+", Ignorable = true)]
    public int GenerationIdOrMemberEpoch { get; set; } = -1;

    /// <summary>The id of the member, given by the coordinator.</summary>
    [WireField("1+", Ignorable = true)]
    public string MemberId { get; set; } = "";

    /// <summary>The name of a static member (KIP-345); null for others.</summary>
    [WireField("7+", Nullable = "7+")]
    public string? GroupInstanceId { get; set; }

    /// <summary>How long to keep the positions, in milliseconds; -1 for the default.</summary>
    [WireField("2-4", Ignorable = true)]
    public long RetentionTimeMs { get; set; } = -1;

    /// <summary>The topics.</summary>
    [WireField("0+")]
    public List<Topic> Topics { get; set; } = [];

    /// <summary>One topic.</summary>
    [WireStruct]
    public sealed partial class Topic
    {
        /// <summary>The name.</summary>
        [WireField("0-9", Ignorable = true)]
        public string Name { get; set; } = "";

        /// <summary>The id of the topic; in versions that have no name.</summary>
        [WireField("10+", Ignorable = true)]
        public Guid TopicId { get; set; }

        /// <summary>The partitions.</summary>
        [WireField("0+")]
        public List<Partition> Partitions { get; set; } = [];
    }

    /// <summary>One partition.</summary>
    [WireStruct]
    public sealed partial class Partition
    {
        /// <summary>The number of the partition.</summary>
        [WireField("0+")]
        public int PartitionIndex { get; set; }

        /// <summary>The position: the offset of the next record to read; -1 for none.</summary>
        [WireField("0+")]
        public long CommittedOffset { get; set; }

        /// <summary>The leader epoch of the last record before the position; -1 when unknown.</summary>
        [WireField("6+", Ignorable = true)]
        public int CommittedLeaderEpoch { get; set; } = -1;

        /// <summary>When the position was stored; later versions leave that to the broker.</summary>
        [WireField("1")]
        public long CommitTimestamp { get; set; } = -1;

        /// <summary>A remark of the client.</summary>
        [WireField("0+", Nullable = "0+")]
        public string? CommittedMetadata { get; set; } = "";
    }
}
