using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Asks for topics and their partitions, page by page (KIP-966).</summary>
[WireMessage(ApiKey.DescribeTopicPartitions, "0")]
public sealed partial class DescribeTopicPartitionsRequest : IKafkaRequest<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse>
{
    /// <summary>The topics; none for all.</summary>
    [WireField("0+")]
    public List<Topic> Topics { get; set; } = [];

    /// <summary>The most partitions to answer at a time.</summary>
    [WireField("0+")]
    public int ResponsePartitionLimit { get; set; } = 2000;

    /// <summary>Where to begin; null for the beginning.</summary>
    [WireField("0+", Nullable = "0+")]
    public Cursor? From { get; set; }

    /// <summary>One topic.</summary>
    [WireStruct]
    public sealed partial class Topic
    {
        /// <summary>The name.</summary>
        [WireField("0+")]
        public string Name { get; set; } = "";
    }

    /// <summary>A place in the list of all partitions.</summary>
    [WireStruct]
    public sealed partial class Cursor
    {
        /// <summary>The name of the topic to begin with.</summary>
        [WireField("0+")]
        public string TopicName { get; set; } = "";

        /// <summary>The number of the partition to begin with.</summary>
        [WireField("0+")]
        public int PartitionIndex { get; set; }
    }
}
