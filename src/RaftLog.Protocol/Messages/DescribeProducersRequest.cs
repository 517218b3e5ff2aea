using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Asks the leaders of partitions for the producers that they know (KIP-664).</summary>
[WireMessage(ApiKey.DescribeProducers, "0", Flexible = "0+")]
public sealed partial class DescribeProducersRequest : IKafkaRequest<DescribeProducersRequest, DescribeProducersResponse>
{
    /// <summary>The topics with their partitions.</summary>
    [WireField("0+")]
    public List<Topic> Topics { get; set; } = [];

    /// <summary>One topic.</summary>
    [WireStruct]
    public sealed partial class Topic
    {
        /// <summary>The name.</summary>
        [WireField("0+")]
        public string Name { get; set; } = "";

        /// <summary>The numbers of the partitions.</summary>
        [WireField("0+")]
        public List<int> PartitionIndexes { get; set; } = [];
    }
}
