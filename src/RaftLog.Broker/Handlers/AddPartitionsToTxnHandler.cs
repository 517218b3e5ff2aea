using RaftLog.Broker.Network;
using RaftLog.Broker.Transactions;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>AddPartitionsToTxn: from clients up to version 3, one transaction and all of its partitions or none; from version 4 on several, each partition for itself.</summary>
internal sealed class AddPartitionsToTxnHandler(ClusterView cluster, TransactionCoordinator transactions, ControllerClient controller)
    : ReplyHandler<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>(0, 5)
{
    private const short FirstVersionWithFenced = 2;
    private const short FirstVersionWithBatches = 4;
    private const short FirstVersionWithAbortable = 5;

    protected override async ValueTask<AddPartitionsToTxnResponse> HandleAsync(AddPartitionsToTxnRequest request, RequestContext context)
    {
        if (context.Version < FirstVersionWithBatches)
        {
            return new AddPartitionsToTxnResponse { ResultsByTopicV3AndBelow = await AddAllOrNoneAsync(request, context) };
        }

        var response = new AddPartitionsToTxnResponse();
        foreach (var transaction in request.Transactions)
        {
            var command = new AddPartitionsToTransactionCommand
            {
                TransactionalId = transaction.TransactionalId,
                ProducerId = transaction.ProducerId,
                ProducerEpoch = transaction.ProducerEpoch,
                VerifyOnly = transaction.VerifyOnly,
                Partitions = [.. Partitions(transaction.Topics)],
            };
            response.ResultsByTransaction.Add(new AddPartitionsToTxnResponse.Transaction
            {
                TransactionalId = transaction.TransactionalId,
                TopicResults = await AddAsync(command, transaction.Topics, context),
            });
        }

        return response;
    }

    private static IEnumerable<PartitionReference> Partitions(List<AddPartitionsToTxnRequest.Topic> topics) =>
        topics.SelectMany(topic => topic.Partitions.Select(partition => new PartitionReference { Topic = topic.Name, Partition = partition }));

    private async ValueTask<List<AddPartitionsToTxnResponse.Topic>> AddAllOrNoneAsync(AddPartitionsToTxnRequest request, RequestContext context)
    {
        var image = cluster.Image;
        if (Partitions(request.V3AndBelowTopics).Any(partition => !Exists(image, partition.Topic, partition.Partition)))
        {
            return Answer(
                request.V3AndBelowTopics,
                (topic, partition) => Exists(image, topic, partition) ? ErrorCode.OperationNotAttempted : ErrorCode.UnknownTopicOrPartition);
        }

        var command = new AddPartitionsToTransactionCommand
        {
            TransactionalId = request.V3AndBelowTransactionalId,
            ProducerId = request.V3AndBelowProducerId,
            ProducerEpoch = request.V3AndBelowProducerEpoch,
            Partitions = [.. Partitions(request.V3AndBelowTopics)],
        };
        return await AddAsync(command, request.V3AndBelowTopics, context);
    }

    private static bool Exists(MetadataImage image, string topic, int partition) => image.Topics.TryGet(new TopicPartition(topic, partition), out _);

    private async ValueTask<List<AddPartitionsToTxnResponse.Topic>> AddAsync(
        AddPartitionsToTransactionCommand command, List<AddPartitionsToTxnRequest.Topic> topics, RequestContext context)
    {
        if (!transactions.IsActive)
        {
            return Answer(topics, (_, _) => ErrorCode.NotCoordinator);
        }

        var result = await controller.AddPartitionsToTransactionAsync(command, timeout: null, context.Aborted);
        var errors = result.Partitions
            .DistinctBy(outcome => (outcome.Topic, outcome.Partition))
            .ToDictionary(outcome => (outcome.Topic, outcome.Partition), outcome => outcome.Error);
        return Answer(topics, (topic, partition) => TransactionErrors.Of(
            result.IsSuccess ? errors[(topic, partition)] : result.Error,
            knowsFenced: context.Version >= FirstVersionWithFenced,
            knowsAbortable: context.Version >= FirstVersionWithAbortable));
    }

    private static List<AddPartitionsToTxnResponse.Topic> Answer(List<AddPartitionsToTxnRequest.Topic> topics, Func<string, int, ErrorCode> outcome) =>
        topics.ConvertAll(topic => new AddPartitionsToTxnResponse.Topic
        {
            Name = topic.Name,
            ResultsByPartition = topic.Partitions.ConvertAll(
                partition => new AddPartitionsToTxnResponse.Partition { PartitionIndex = partition, PartitionErrorCode = outcome(topic.Name, partition) }),
        });
}
