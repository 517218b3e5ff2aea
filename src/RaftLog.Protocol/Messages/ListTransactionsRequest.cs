using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Asks for the transactional ids that a broker coordinates (KIP-664).</summary>
[WireMessage(ApiKey.ListTransactions, "0-2", Flexible = "0+")]
public sealed partial class ListTransactionsRequest : IKafkaRequest<ListTransactionsRequest, ListTransactionsResponse>
{
    /// <summary>The names of the states to list; empty for all.</summary>
    [WireField("0+")]
    public List<string> StateFilters { get; set; } = [];

    /// <summary>The producer ids to list; empty for all.</summary>
    [WireField("0+")]
    public List<long> ProducerIdFilters { get; set; } = [];

    /// <summary>How long a transaction must be open to be listed, in milliseconds; -1 for all (KIP-994).</summary>
    [WireField("1+")]
    public long DurationFilter { get; set; } = -1;

    /// <summary>The regular expression that transactional ids to list match; null or empty for all (KIP-1152).</summary>
    [WireField("2+", Nullable = "2+")]
    public string? TransactionalIdPattern { get; set; }
}
