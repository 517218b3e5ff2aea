using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>The offsets found for a <see cref="ListOffsetsRequest"/>.</summary>
[WireMessage(ApiKey.ListOffsets, "0-11", Flexible = "6+")]
public sealed partial class ListOffsetsResponse : IKafkaResponse<ListOffsetsResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("2+", Ignorable = true)]
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

        /// <summary>The offsets, newest first.</summary>
        [WireField("0")]
        public List<long> OldStyleOffsets { get; set; } = [];

        /// <summary>The timestamp of the record found; -1 for none.</summary>
        [WireField("1+")]
        public long Timestamp { get; set; } = -1;

        /// <summary>The offset found; -1 for none.</summary>
        [WireField("1+")]
        public long Offset { get; set; } = -1;

        /// <summary>The leader epoch; -1 when unknown.</summary>
        [WireField("4+", Ignorable = true)]
        public int LeaderEpoch { get; set; } = -1;
    }
}
