using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Whether each position was stored.</summary>
[WireMessage(ApiKey.OffsetCommit, "0-10", Flexible = "8+")]
public sealed partial class OffsetCommitResponse : IKafkaResponse<OffsetCommitResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("3+", Ignorable = true)]
    public int ThrottleTimeMs { get; set; }

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

        /// <summary>What went wrong.</summary>
        [WireField("0+")]
        public ErrorCode ErrorCode { get; set; }
    }
}
