using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>What became of each partition of an <see cref="AddPartitionsToTxnRequest"/>.</summary>
[WireMessage(ApiKey.AddPartitionsToTxn, "0-5", Flexible = "3+")]
public sealed partial class AddPartitionsToTxnResponse : IKafkaResponse<AddPartitionsToTxnResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("0+")]
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong with the request as a whole.</summary>
    [WireField("4+", Ignorable = true)]
    public ErrorCode ErrorCode { get; set; }

    /// <summary>The answer for each transaction.</summary>
    [WireField("4+")]
    public List<Transaction> ResultsByTransaction { get; set; } = [];

    /// <summary>The answer for each topic.</summary>
    [WireField("0-3")]
    public List<Topic> ResultsByTopicV3AndBelow { get; set; } = [];

    /// <summary>One transaction.</summary>
    [WireStruct]
    public sealed partial class Transaction
    {
        /// <summary>The transactional id.</summary>
        [WireField("4+")]
        public string TransactionalId { get; set; } = "";

        /// <summary>The answer for each topic.</summary>
        [WireField("4+")]
        public List<Topic> TopicResults { get; set; } = [];
    }

    /// <summary>One topic.</summary>
    [WireStruct]
    public sealed partial class Topic
    {
        /// <summary>The name.</summary>
        [WireField("0+")]
        public string Name { get; set; } = "";

        /// <summary>The answer for each partition.</summary>
        [WireField("0+")]
        public List<Partition> ResultsByPartition { get; set; } = [];
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
        public ErrorCode PartitionErrorCode { get; set; }
    }
}
