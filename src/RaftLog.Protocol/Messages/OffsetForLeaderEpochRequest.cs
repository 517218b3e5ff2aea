using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Asks where the log of a leader epoch ends, to find out after a leader change what was truncated (KIP-320).</summary>
[WireMessage(ApiKey.OffsetForLeaderEpoch, "0-4", Flexible = "4+")]
public sealed partial class OffsetForLeaderEpochRequest : IKafkaRequest<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse>
{
    /// <summary>The broker that asks; -1 for a client.</summary>
    [WireField("3+", Ignorable = true)]
    public int ReplicaId { get; set; } = -2;

    /// <summary>The topics.</summary>
    [WireField("0+")]
    public List<OffsetForLeaderTopic> Topics { get; set; } = [];

    /// <summary>One topic.</summary>
    [WireStruct]
    public sealed partial class OffsetForLeaderTopic
    {
        /// <summary>The name of the topic.</summary>
        [WireField("0+")]
        public string Topic { get; set; } = "";

        /// <summary>The partitions.</summary>
        [WireField("0+")]
        public List<OffsetForLeaderPartition> Partitions { get; set; } = [];
    }

    /// <summary>One partition.</summary>
    [WireStruct]
    public sealed partial class OffsetForLeaderPartition
    {
        /// <summary>The number of the partition.</summary>
        [WireField("0+")]
        public int Partition { get; set; }

        /// <summary>The leader epoch that the client knows, to be fenced when it is old (KIP-320); -1 when unknown.</summary>
        [WireField("2+", Ignorable = true)]
        public int CurrentLeaderEpoch { get; set; } = -1;

        /// <summary>The leader epoch whose end is asked for.</summary>
        [WireField("0+")]
        public int LeaderEpoch { get; set; }
    }
}
