using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Moves the start of logs forward.</summary>
[WireMessage(ApiKey.DeleteRecords, "0-2", Flexible = "2+")]
public sealed partial class DeleteRecordsRequest : IKafkaRequest<DeleteRecordsRequest, DeleteRecordsResponse>
{
    /// <summary>The topics.</summary>
    [WireField("0+")]
    public List<Topic> Topics { get; set; } = [];

    /// <summary>How long the broker may take, in milliseconds.</summary>
    [WireField("0+")]
    public int TimeoutMs { get; set; }

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

        /// <summary>The first offset to keep; -1 for the high watermark.</summary>
        [WireField("0+")]
        public long Offset { get; set; }
    }
}
