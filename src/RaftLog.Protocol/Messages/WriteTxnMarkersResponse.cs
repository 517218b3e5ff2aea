using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>What became of each marker of a <see cref="WriteTxnMarkersRequest"/> in each partition.</summary>
[WireMessage(ApiKey.WriteTxnMarkers, "0-2", Flexible = "1+")]
public sealed partial class WriteTxnMarkersResponse : IKafkaResponse<WriteTxnMarkersResponse>
{
    /// <summary>The answer for each marker.</summary>
    [WireField("0+")]
    public List<Marker> Markers { get; set; } = [];

    /// <summary>The end of one transaction.</summary>
    [WireStruct]
    public sealed partial class Marker
    {
        /// <summary>The id of the producer.</summary>
        [WireField("0+")]
        public long ProducerId { get; set; }

        /// <summary>The answer for each topic.</summary>
        [WireField("0+")]
        public List<Topic> Topics { get; set; } = [];
    }

    /// <summary>One topic.</summary>
    [WireStruct]
    public sealed partial class Topic
    {
        /// <summary>The name.</summary>
        [WireField("0+")]
        public string Name { get; set; } = "";

        /// <summary>The answer for each partition.</summary>
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
