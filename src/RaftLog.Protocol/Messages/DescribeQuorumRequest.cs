using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Asks how the replicas of the metadata log stand (KIP-595).</summary>
[WireMessage(ApiKey.DescribeQuorum, "0-2")]
public sealed partial class DescribeQuorumRequest : IKafkaRequest<DescribeQuorumRequest, DescribeQuorumResponse>
{
    /// <summary>The topics; there is one to ask for.</summary>
    [WireField("0+")]
    public List<Topic> Topics { get; set; } = [];

    /// <summary>One topic.</summary>
    [WireStruct]
    public sealed partial class Topic
    {
        /// <summary>The name.</summary>
        [WireField("0+")]
        public string TopicName { get; set; } = "";

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
    }
}
