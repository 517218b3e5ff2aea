using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Deletes stored positions of a group (KIP-496).</summary>
[WireMessage(ApiKey.OffsetDelete, "0", Flexible = "none")]
public sealed partial class OffsetDeleteRequest : IKafkaRequest<OffsetDeleteRequest, OffsetDeleteResponse>
{
    /// <summary>The id of the group.</summary>
    [WireField("0+")]
    public string GroupId { get; set; } = "";

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
    }
}
