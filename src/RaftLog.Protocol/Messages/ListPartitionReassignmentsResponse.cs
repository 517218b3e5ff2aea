using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>The partitions that are being moved.</summary>
[WireMessage(ApiKey.ListPartitionReassignments, "0", Flexible = "0+")]
public sealed partial class ListPartitionReassignmentsResponse : IKafkaResponse<ListPartitionReassignmentsResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("0+")]
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong.</summary>
    [WireField("0+")]
    public ErrorCode ErrorCode { get; set; }

    /// <summary>What went wrong, in words.</summary>
    [WireField("0+", Nullable = "0+")]
    public string? ErrorMessage { get; set; } = "";

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

        /// <summary>The partitions that are being moved.</summary>
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

        /// <summary>All brokers that have to do with it.</summary>
        [WireField("0+")]
        public List<int> Replicas { get; set; } = [];

        /// <summary>Those that are to come.</summary>
        [WireField("0+")]
        public List<int> AddingReplicas { get; set; } = [];

        /// <summary>Those that are to leave.</summary>
        [WireField("0+")]
        public List<int> RemovingReplicas { get; set; } = [];
    }
}
