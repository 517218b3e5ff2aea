using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Asks for the state of transactional ids (KIP-664).</summary>
[WireMessage(ApiKey.DescribeTransactions, "0", Flexible = "0+")]
public sealed partial class DescribeTransactionsRequest : IKafkaRequest<DescribeTransactionsRequest, DescribeTransactionsResponse>
{
    /// <summary>The transactional ids.</summary>
    [WireField("0+")]
    public List<string> TransactionalIds { get; set; } = [];
}
