using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>What became of each partition of an <see cref="AlterPartitionReassignmentsRequest"/>.</summary>
[WireMessage(ApiKey.AlterPartitionReassignments, "0-1", Flexible = "0+")]
public sealed partial class AlterPartitionReassignmentsResponse : IKafkaResponse<AlterPartitionReassignmentsResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("0+")]
    public int ThrottleTimeMs { get; set; }

    /// <summary>Whether a partition might get another number of replicas than before.</summary>
    [WireField("1+", Ignorable = true)]
    public bool AllowReplicationFactorChange { get; set; } = true;

    /// <summary>What went wrong with the request as a whole.</summary>
    [WireField("0+")]
    public ErrorCode ErrorCode { get; set; }

    /// <summary>What went wrong, in words.</summary>
    [WireField("0+", Nullable = "0+")]
    public string? ErrorMessage { get; set; } = "";

    /// <summary>The topics.</summary>
    [WireField("0+")]
    public List<Topic> Responses { get; set; } = [];

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
        public string? ErrorMessage { get; set; } = "";
    }
}
