using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>The state of transactional ids.</summary>
[WireMessage(ApiKey.DescribeTransactions, "0", Flexible = "0+")]
public sealed partial class DescribeTransactionsResponse : IKafkaResponse<DescribeTransactionsResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("0+")]
    public int ThrottleTimeMs { get; set; }

    /// <summary>The answer for each transactional id.</summary>
    [WireField("0+")]
    public List<Transaction> TransactionStates { get; set; } = [];

    /// <summary>One transactional id.</summary>
    [WireStruct]
    public sealed partial class Transaction
    {
        /// <summary>What went wrong.</summary>
        [WireField("0+")]
        public ErrorCode ErrorCode { get; set; }

        /// <summary>The transactional id.</summary>
        [WireField("0+")]
        public string TransactionalId { get; set; } = "";

        /// <summary>The state by its name.</summary>
        [WireField("0+")]
        public string TransactionState { get; set; } = "";

        /// <summary>After how long the transaction is aborted, in milliseconds.</summary>
        [WireField("0+")]
        public int TransactionTimeoutMs { get; set; }

        /// <summary>When the transaction began, in Unix milliseconds; -1 without one.</summary>
        [WireField("0+")]
        public long TransactionStartTimeMs { get; set; }

        /// <summary>The id of the producer.</summary>
        [WireField("0+")]
        public long ProducerId { get; set; }

        /// <summary>The epoch of the producer.</summary>
        [WireField("0+")]
        public short ProducerEpoch { get; set; }

        /// <summary>The topics with partitions in the transaction.</summary>
        [WireField("0+")]
        public List<TopicPartitions> Topics { get; set; } = [];
    }

    /// <summary>One topic.</summary>
    [WireStruct]
    public sealed partial class TopicPartitions
    {
        /// <summary>The name.</summary>
        [WireField("0+")]
        public string Topic { get; set; } = "";

        /// <summary>The numbers of the partitions.</summary>
        [WireField("0+")]
        public List<int> Partitions { get; set; } = [];
    }
}
