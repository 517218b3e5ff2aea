using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Asks for the offsets that belong to timestamps, or for the ends of logs.</summary>
[WireMessage(ApiKey.ListOffsets, "0-11", Flexible = "6+")]
public sealed partial class ListOffsetsRequest : IKafkaRequest<ListOffsetsRequest, ListOffsetsResponse>
{
    /// <summary>The broker that asks; -1 for a client.</summary>
    [WireField("0+")]
    public int ReplicaId { get; set; } = -1;

    /// <summary>Which records are visible.</summary>
    [WireField("2+")]
    public IsolationLevel IsolationLevel { get; set; }

    /// <summary>The topics.</summary>
    [WireField("0+")]
    public List<Topic> Topics { get; set; } = [];

    /// <summary>How long the broker may take, in milliseconds.</summary>
    [WireField("10+", Ignorable = true)]
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

        /// <summary>The leader epoch that the client knows, to be fenced when it is old (KIP-320); -1 when unknown.</summary>
        [WireField("4+", Ignorable = true)]
        public int CurrentLeaderEpoch { get; set; } = -1;

        /// <summary>
        /// The timestamp to look for, or -1 latest, -2 earliest, -3 largest timestamp, -4 earliest local, -5 latest
        /// tiered.
        /// </summary>
        [WireField("0+")]
        public long Timestamp { get; set; }

        /// <summary>The most offsets to answer.</summary>
        [WireField("0")]
        public int MaxNumOffsets { get; set; } = 1;
    }
}
