using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Moves partitions to other brokers, or takes a move back (KIP-455).</summary>
[WireMessage(ApiKey.AlterPartitionReassignments, "0-1", Flexible = "0+")]
public sealed partial class AlterPartitionReassignmentsRequest
    : IKafkaRequest<AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse>
{
    /// <summary>How long the broker may take, in milliseconds.</summary>
    [WireField("0+")]
    public int TimeoutMs { get; set; } = 60_000;

    /// <summary>Whether a partition may have another number of replicas than before.</summary>
    [WireField("1+")]
    public bool AllowReplicationFactorChange { get; set; } = true;

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

        /// <summary>The brokers that shall hold it, the preferred leader first; null to take a move back.</summary>
        [WireField("0+", Nullable = "0+")]
        public List<int>? Replicas { get; set; }
    }
}
