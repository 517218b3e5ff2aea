using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>The leader of the metadata log, and how far its replicas are.</summary>
[WireMessage(ApiKey.DescribeQuorum, "0-2")]
public sealed partial class DescribeQuorumResponse : IKafkaResponse<DescribeQuorumResponse>
{
    /// <summary>What went wrong.</summary>
    [WireField("0+")]
    public ErrorCode ErrorCode { get; set; }

    /// <summary>What went wrong, in words.</summary>
    [WireField("2+", Nullable = "2+", Ignorable = true)]
    public string? ErrorMessage { get; set; }

    /// <summary>The answer for each topic.</summary>
    [WireField("0+")]
    public List<Topic> Topics { get; set; } = [];

    /// <summary>Where the replicas listen for each other.</summary>
    [WireField("2+", Ignorable = true)]
    public List<Node> Nodes { get; set; } = [];

    /// <summary>One topic.</summary>
    [WireStruct]
    public sealed partial class Topic
    {
        /// <summary>The name.</summary>
        [WireField("0+")]
        public string TopicName { get; set; } = "";

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
        [WireField("2+", Nullable = "2+", Ignorable = true)]
        public string? ErrorMessage { get; set; }

        /// <summary>The broker that leads; -1 when unknown.</summary>
        [WireField("0+")]
        public int LeaderId { get; set; }

        /// <summary>Its epoch.</summary>
        [WireField("0+")]
        public int LeaderEpoch { get; set; }

        /// <summary>The end of what is committed, exclusive.</summary>
        [WireField("0+")]
        public long HighWatermark { get; set; }

        /// <summary>The replicas that vote.</summary>
        [WireField("0+")]
        public List<Replica> CurrentVoters { get; set; } = [];

        /// <summary>The replicas that follow without a vote.</summary>
        [WireField("0+")]
        public List<Replica> Observers { get; set; } = [];
    }

    /// <summary>How far one replica is.</summary>
    [WireStruct]
    public sealed partial class Replica
    {
        /// <summary>The broker.</summary>
        [WireField("0+")]
        public int ReplicaId { get; set; }

        /// <summary>The directory of the replica.</summary>
        [WireField("2+", Ignorable = true)]
        public Guid ReplicaDirectoryId { get; set; }

        /// <summary>The end of its log as far as the leader knows, exclusive; -1 when unknown.</summary>
        [WireField("0+")]
        public long LogEndOffset { get; set; }

        /// <summary>When it was last heard of, in milliseconds of the leader's clock; -1 when unknown, and for the leader.</summary>
        [WireField("1+", Ignorable = true)]
        public long LastFetchTimestamp { get; set; } = -1;

        /// <summary>When it last had everything, in milliseconds of the leader's clock; -1 when unknown.</summary>
        [WireField("1+", Ignorable = true)]
        public long LastCaughtUpTimestamp { get; set; } = -1;
    }

    /// <summary>One broker.</summary>
    [WireStruct]
    public sealed partial class Node
    {
        /// <summary>The id of the broker.</summary>
        [WireField("2+")]
        public int NodeId { get; set; }

        /// <summary>Its addresses.</summary>
        [WireField("2+")]
        public List<Listener> Listeners { get; set; } = [];
    }

    /// <summary>An address.</summary>
    [WireStruct]
    public sealed partial class Listener
    {
        /// <summary>What the address is for.</summary>
        [WireField("2+")]
        public string Name { get; set; } = "";

        /// <summary>The host name or address.</summary>
        [WireField("2+")]
        public string Host { get; set; } = "";

        /// <summary>The port.</summary>
        [WireField("2+")]
        public ushort Port { get; set; }
    }
}
