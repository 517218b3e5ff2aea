using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Stores positions of a consumer group that take effect when the transaction is committed. From version 5 on it takes the group into the transaction itself (KIP-890).</summary>
[WireMessage(ApiKey.TxnOffsetCommit, "0-5", Flexible = "3+")]
public sealed partial class TxnOffsetCommitRequest : IKafkaRequest<TxnOffsetCommitRequest, TxnOffsetCommitResponse>
{
    /// <summary>The transactional id.</summary>
    [WireField("0+")]
    public string TransactionalId { get; set; } = "";

    /// <summary>The id of the group.</summary>
    [WireField("0+")]
    public string GroupId { get; set; } = "";

    /// <summary>The id of the producer.</summary>
    [WireField("0+")]
    public long ProducerId { get; set; }

    /// <summary>The epoch of the producer.</summary>
    [WireField("0+")]
    public short ProducerEpoch { get; set; }

    /// <summary>The generation of the consumer; -1 without.</summary>
    [WireField("3+")]
    public int GenerationId { get; set; } = -1;

    /// <summary>The id of the member, given by the coordinator.</summary>
    [WireField("3+")]
    public string MemberId { get; set; } = "";

    /// <summary>The id of a static member; null without.</summary>
    [WireField("3+", Nullable = "3+")]
    public string? GroupInstanceId { get; set; }

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

        /// <summary>The position: the offset of the next record to read.</summary>
        [WireField("0+")]
        public long CommittedOffset { get; set; }

        /// <summary>The leader epoch of the last record before the position; -1 when unknown.</summary>
        [WireField("2+", Ignorable = true)]
        public int CommittedLeaderEpoch { get; set; } = -1;

        /// <summary>The remark of the client.</summary>
        [WireField("0+", Nullable = "0+")]
        public string? CommittedMetadata { get; set; } = "";
    }
}
