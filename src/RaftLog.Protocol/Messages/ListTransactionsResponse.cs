using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>The transactional ids that a broker coordinates.</summary>
[WireMessage(ApiKey.ListTransactions, "0-2", Flexible = "0+")]
public sealed partial class ListTransactionsResponse : IKafkaResponse<ListTransactionsResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("0+")]
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong.</summary>
    [WireField("0+")]
    public ErrorCode ErrorCode { get; set; }

    /// <summary>Those names of the request that are no state.</summary>
    [WireField("0+")]
    public List<string> UnknownStateFilters { get; set; } = [];

    /// <summary>The transactional ids.</summary>
    [WireField("0+")]
    public List<Transaction> TransactionStates { get; set; } = [];

    /// <summary>One transactional id.</summary>
    [WireStruct]
    public sealed partial class Transaction
    {
        /// <summary>The transactional id.</summary>
        [WireField("0+")]
        public string TransactionalId { get; set; } = "";

        /// <summary>The id of the producer.</summary>
        [WireField("0+")]
        public long ProducerId { get; set; }

        /// <summary>The state by its name.</summary>
        [WireField("0+")]
        public string TransactionState { get; set; } = "";
    }
}
