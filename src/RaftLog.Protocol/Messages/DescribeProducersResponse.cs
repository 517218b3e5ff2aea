using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>The producers that have written to partitions, with the transactions that they have open there.</summary>
[WireMessage(ApiKey.DescribeProducers, "0", Flexible = "0+")]
public sealed partial class DescribeProducersResponse : IKafkaResponse<DescribeProducersResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("0+")]
    public int ThrottleTimeMs { get; set; }

    /// <summary>The topics.</summary>
    [WireField("0+")]
    public List<Topic> Topics { get; set; } = [];

    /// <summary>One topic.</summary>
    [WireStruct]
    public sealed partial class Topic
    {
        /// <summary>The name.</summary>
        [WireField("0+")]
        public string Name { get; set; } = "";

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

        /// <summary>What went wrong, in words.</summary>
        [WireField("0+", Nullable = "0+")]
        public string? ErrorMessage { get; set; }

        /// <summary>The producers.</summary>
        [WireField("0+")]
        public List<Producer> ActiveProducers { get; set; } = [];
    }

    /// <summary>One producer.</summary>
    [WireStruct]
    public sealed partial class Producer
    {
        /// <summary>The id of the producer.</summary>
        [WireField("0+")]
        public long ProducerId { get; set; }

        /// <summary>The epoch of the producer; wider than elsewhere.</summary>
        [WireField("0+")]
        public int ProducerEpoch { get; set; }

        /// <summary>The sequence number of its last record; -1 without.</summary>
        [WireField("0+")]
        public int LastSequence { get; set; } = -1;

        /// <summary>When it last wrote, in Unix milliseconds; -1 when unknown.</summary>
        [WireField("0+")]
        public long LastTimestamp { get; set; } = -1;

        /// <summary>The epoch of the coordinator that wrote the last marker.</summary>
        [WireField("0+")]
        public int CoordinatorEpoch { get; set; }

        /// <summary>The first offset of its open transaction; -1 without.</summary>
        [WireField("0+")]
        public long CurrentTxnStartOffset { get; set; } = -1;
    }
}
