using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Asks which partitions are being moved (KIP-455).</summary>
[WireMessage(ApiKey.ListPartitionReassignments, "0", Flexible = "0+")]
public sealed partial class ListPartitionReassignmentsRequest
    : IKafkaRequest<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse>
{
    /// <summary>How long the broker may take, in milliseconds.</summary>
    [WireField("0+")]
    public int TimeoutMs { get; set; } = 60_000;

    /// <summary>The topics; null for all.</summary>
    [WireField("0+", Nullable = "0+")]
    public List<Topic>? Topics { get; set; }

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
