using System.Buffers;
using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Record batches, and where the partitions' logs stand.</summary>
[WireMessage(ApiKey.Fetch, "4-18", Flexible = "12+")]
public sealed partial class FetchResponse : IKafkaResponse<FetchResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("1+")]
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong.</summary>
    [WireField("7+", Ignorable = true)]
    public ErrorCode ErrorCode { get; set; }

    /// <summary>The fetch session (KIP-227); 0 without.</summary>
    [WireField("7+")]
    public int SessionId { get; set; }

    /// <summary>The answer for each.</summary>
    [WireField("0+")]
    public List<FetchableTopic> Responses { get; set; } = [];

    /// <summary>Where the leaders named in this response listen.</summary>
    [WireField("16+", Tag = 0)]
    public List<NodeEndpoint> NodeEndpoints { get; set; } = [];

    /// <summary>One topic that was read.</summary>
    [WireStruct]
    public sealed partial class FetchableTopic
    {
        /// <summary>The name of the topic.</summary>
        [WireField("0-12", Ignorable = true)]
        public string Topic { get; set; } = "";

        /// <summary>The id of the topic.</summary>
        [WireField("13+", Ignorable = true)]
        public Guid TopicId { get; set; }

        /// <summary>The partitions.</summary>
        [WireField("0+")]
        public List<PartitionData> Partitions { get; set; } = [];
    }

    /// <summary>Where a broker listens, for those that appear as leaders in this response (KIP-951).</summary>
    [WireStruct]
    public sealed partial class NodeEndpoint
    {
        /// <summary>The id of the broker; -1 for none.</summary>
        [WireField("16+")]
        public int NodeId { get; set; }

        /// <summary>The host name or address for clients.</summary>
        [WireField("16+")]
        public string Host { get; set; } = "";

        /// <summary>The port for clients.</summary>
        [WireField("16+")]
        public int Port { get; set; }

        /// <summary>The rack of the broker; null when it has none.</summary>
        [WireField("16+", Nullable = "16+")]
        public string? Rack { get; set; }
    }

    /// <summary>One partition that was read.</summary>
    [WireStruct]
    public sealed partial class PartitionData
    {
        /// <summary>The number of the partition.</summary>
        [WireField("0+")]
        public int PartitionIndex { get; set; }

        /// <summary>What went wrong.</summary>
        [WireField("0+")]
        public ErrorCode ErrorCode { get; set; }

        /// <summary>The end of what is committed, exclusive.</summary>
        [WireField("0+")]
        public long HighWatermark { get; set; }

        /// <summary>The end of what a reader of committed records sees, exclusive; -1 when unknown.</summary>
        [WireField("4+")]
        public long LastStableOffset { get; set; } = -1;

        /// <summary>The first offset of the log; -1 when unknown.</summary>
        [WireField("5+", Ignorable = true)]
        public long LogStartOffset { get; set; } = -1;

        /// <summary>Where the logs part, for a replica that fetches; null when not sent.</summary>
        [WireField("12+", Tag = 0)]
        public EpochEndOffset? DivergingEpoch { get; set; }

        /// <summary>The leader, when the client asked somebody else; null when not sent.</summary>
        [WireField("12+", Tag = 1)]
        public LeaderIdAndEpoch? CurrentLeader { get; set; }

        /// <summary>The snapshot to load first, for a replica that fetches; null when not sent.</summary>
        [WireField("12+", Tag = 2)]
        public SnapshotOffsetAndEpoch? SnapshotId { get; set; }

        /// <summary>The aborted transactions among the records, for a reader of committed ones to filter by.</summary>
        [WireField("4+", Nullable = "4+")]
        public List<AbortedTransaction>? AbortedTransactions { get; set; } = [];

        /// <summary>The replica to read from instead (KIP-392); -1 for the leader.</summary>
        [WireField("11+")]
        public int PreferredReadReplica { get; set; } = -1;

        /// <summary>The record batches, the last of them possibly cut short.</summary>
        [WireField("0+", Nullable = "0+")]
        public ReadOnlySequence<byte>? Records { get; set; }
    }

    /// <summary>Where a leader epoch ends.</summary>
    [WireStruct]
    public sealed partial class EpochEndOffset
    {
        /// <summary>The leader epoch.</summary>
        [WireField("12+")]
        public int Epoch { get; set; } = -1;

        /// <summary>The offset at its end, exclusive.</summary>
        [WireField("12+")]
        public long EndOffset { get; set; } = -1;
    }

    /// <summary>A leader and its epoch (KIP-951).</summary>
    [WireStruct]
    public sealed partial class LeaderIdAndEpoch
    {
        /// <summary>The broker that leads; -1 when there is none.</summary>
        [WireField("12+")]
        public int LeaderId { get; set; } = -1;

        /// <summary>The leader epoch; -1 when unknown.</summary>
        [WireField("12+")]
        public int LeaderEpoch { get; set; } = -1;
    }

    /// <summary>The end of a snapshot.</summary>
    [WireStruct]
    public sealed partial class SnapshotOffsetAndEpoch
    {
        /// <summary>The offset at its end, exclusive.</summary>
        [WireField("0+")]
        public long EndOffset { get; set; } = -1;

        /// <summary>The leader epoch.</summary>
        [WireField("0+")]
        public int Epoch { get; set; } = -1;
    }

    /// <summary>An aborted transaction that overlaps the records.</summary>
    [WireStruct]
    public sealed partial class AbortedTransaction
    {
        /// <summary>The id of the producer; -1 without.</summary>
        [WireField("4+")]
        public long ProducerId { get; set; }

        /// <summary>The offset of its first record.</summary>
        [WireField("4+")]
        public long FirstOffset { get; set; }
    }
}
