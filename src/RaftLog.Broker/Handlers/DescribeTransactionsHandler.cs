using RaftLog.Broker.Network;
using RaftLog.Broker.Transactions;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>DescribeTransactions, on the coordinator (KIP-664).</summary>
internal sealed class DescribeTransactionsHandler(ClusterView cluster, TransactionCoordinator transactions)
    : ReplyHandler<DescribeTransactionsRequest, DescribeTransactionsResponse>(0, 0)
{
    protected override ValueTask<DescribeTransactionsResponse> HandleAsync(DescribeTransactionsRequest request, RequestContext context)
    {
        var image = cluster.Image;
        return ValueTask.FromResult(new DescribeTransactionsResponse
        {
            TransactionStates = request.TransactionalIds.ConvertAll(id => Describe(image, id)),
        });
    }

    private DescribeTransactionsResponse.Transaction Describe(MetadataImage image, string transactionalId)
    {
        var error = transactionalId.Length == 0 ? ErrorCode.InvalidRequest
            : !transactions.IsActive ? ErrorCode.NotCoordinator
            : ErrorCode.None;
        if (error != ErrorCode.None)
        {
            return new DescribeTransactionsResponse.Transaction { TransactionalId = transactionalId, ErrorCode = error };
        }

        return image.Transactions.TryGet(transactionalId, out var transaction)
            ? Describe(transaction)
            : new DescribeTransactionsResponse.Transaction { TransactionalId = transactionalId, ErrorCode = ErrorCode.TransactionalIdNotFound };
    }

    private static DescribeTransactionsResponse.Transaction Describe(TransactionImage transaction) => new()
    {
        TransactionalId = transaction.TransactionalId,
        TransactionState = transaction.State.ToString(),
        TransactionTimeoutMs = transaction.TimeoutMs,
        TransactionStartTimeMs = transaction.StartTimestampMs,
        ProducerId = transaction.ProducerId,
        ProducerEpoch = transaction.ProducerEpoch,
        Topics =
        [
            .. from partition in transaction.Partitions
               group partition.Partition by partition.Topic into topic
               select new DescribeTransactionsResponse.TopicPartitions { Topic = topic.Key, Partitions = [.. topic] },
        ],
    };
}
