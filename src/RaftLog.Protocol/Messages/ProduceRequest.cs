using System.Buffers;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>
/// Hands record batches to the leaders of partitions. Versions 0 to 2 carry message sets of before Kafka 0.11 and exist only
/// so that the range can be advertised from 0, which old clients look for.
/// </summary>
[WireMessage(ApiKey.Produce, "0-13", Flexible = "9+")]
public sealed partial class ProduceRequest : IKafkaRequest<ProduceRequest, ProduceResponse>
{
    /// <summary>The transactional id; null without transactions.</summary>
    [WireField("3+", Nullable = "3+")]
    public string? TransactionalId { get; set; }

    /// <summary>
    /// Who must have the batches before the answer: 0 nobody, and none is sent; 1 the leader; -1 every in-sync replica, for us
    /// the commit.
    /// </summary>
    [WireField("0+")]
    public short Acks { get; set; }

    /// <summary>How long the broker may take, in milliseconds.</summary>
    [WireField("0+")]
    public int TimeoutMs { get; set; }

    /// <summary>The topics.</summary>
    [WireField("0+")]
    public List<Topic> TopicData { get; set; } = [];

    /// <summary>One topic.</summary>
    [WireStruct]
    public sealed partial class Topic
    {
        /// <summary>The name.</summary>
        [WireField("0-12", Ignorable = true)]
        public string Name { get; set; } = "";

        /// <summary>The id of the topic.</summary>
        [WireField("13+", Ignorable = true)]
        public Guid TopicId { get; set; }

        /// <summary>The partitions.</summary>
        [WireField("0+")]
        public List<Partition> PartitionData { get; set; } = [];
    }

    /// <summary>One partition.</summary>
    [WireStruct]
    public sealed partial class Partition
    {
        /// <summary>The number of the partition.</summary>
        [WireField("0+")]
        public int Index { get; set; }

        /// <summary>The record batch.</summary>
        [WireField("0+", Nullable = "0+")]
        public ReadOnlySequence<byte>? Records { get; set; }
    }
}
