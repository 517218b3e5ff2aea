using System.Text;
using RaftLog.Broker.Groups;
using RaftLog.Broker.Network;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>
/// TxnOffsetCommit: checks the sender against its group as OffsetCommit does, then has the offsets kept until the transaction ends. A sender that says nothing
/// of a membership (versions below 3, KIP-447) is not checked: then only its transactional id fences.
/// </summary>
internal sealed class TxnOffsetCommitHandler(
    ClusterView cluster, GroupCoordinator groups, OffsetsUnderWay underWay, ControllerClient controller, BrokerOptions options)
    : ReplyHandler<TxnOffsetCommitRequest, TxnOffsetCommitResponse>(0, 5)
{
    private const short FirstVersionWithAbortable = 4;
    private const short FirstVersionThatBegins = 5;

    protected override async ValueTask<TxnOffsetCommitResponse> HandleAsync(TxnOffsetCommitRequest request, RequestContext context)
    {
        using var _ = underWay.Begin(
            request.GroupId, request.Topics.SelectMany(topic => topic.Partitions.Select(partition => new TopicPartition(topic.Name, partition.PartitionIndex))));
        var refusal = Check(request, out int term);
        var image = cluster.Image;
        var response = new TxnOffsetCommitResponse();
        var command = new CommitTransactionOffsetsCommand
        {
            CoordinatorTerm = term,
            TransactionalId = request.TransactionalId,
            ProducerId = request.ProducerId,
            ProducerEpoch = request.ProducerEpoch,
            TransactionVersion = context.Version >= FirstVersionThatBegins ? (sbyte)2 : (sbyte)1,
            ConsumerGroup = request.GroupId,
        };
        var written = new List<TxnOffsetCommitResponse.Partition>();
        foreach (var topic in request.Topics)
        {
            image.Topics.TryGet(topic.Name, out var known);
            var answers = new TxnOffsetCommitResponse.Topic { Name = topic.Name };
            response.Topics.Add(answers);
            foreach (var partition in topic.Partitions)
            {
                var error = refusal != ErrorCode.None ? refusal : Check(known, partition);
                var answer = new TxnOffsetCommitResponse.Partition { PartitionIndex = partition.PartitionIndex, ErrorCode = error };
                answers.Partitions.Add(answer);
                if (error == ErrorCode.None)
                {
                    command.Offsets.Add(ToCommit(topic.Name, partition));
                    written.Add(answer);
                }
            }
        }

        if (written.Count > 0)
        {
            await CommitAsync(command, written, context);
        }

        return response;
    }

    private async ValueTask CommitAsync(CommitTransactionOffsetsCommand command, List<TxnOffsetCommitResponse.Partition> written, RequestContext context)
    {
        var result = await controller.CommitTransactionOffsetsAsync(command, timeout: null, context.Aborted);
        for (int i = 0; i < written.Count; i++)
        {
            // No version of this request knows PRODUCER_FENCED for sure: clients take INVALID_PRODUCER_EPOCH for the same here.
            written[i].ErrorCode = TransactionErrors.Of(
                result.IsSuccess ? result.Partitions[i].Error : result.Error,
                knowsFenced: false,
                knowsAbortable: context.Version >= FirstVersionWithAbortable);
        }
    }

    private ErrorCode Check(TxnOffsetCommitRequest request, out int term)
    {
        term = ICoordinatorCommand.AnyTerm;
        if (request.GenerationId < 0 && request.MemberId.Length == 0 && request.GroupInstanceId is null)
        {
            return groups.Check(request.GroupId);
        }

        var error = groups.CheckCommit(
            new MemberClaim(request.GroupId, request.GenerationId, request.MemberId, request.GroupInstanceId), out var checkedIn);
        term = checkedIn.Value;

        // Producers know nothing of epochs: what is stale is an old generation to them, and the transaction can be aborted.
        return error == ErrorCode.StaleMemberEpoch ? ErrorCode.IllegalGeneration : error;
    }

    private ErrorCode Check(TopicImage? topic, TxnOffsetCommitRequest.Partition partition)
    {
        if (topic?.Partition(partition.PartitionIndex) is null)
        {
            return ErrorCode.UnknownTopicOrPartition;
        }

        return partition.CommittedMetadata is { } note && Encoding.UTF8.GetByteCount(note) > options.Groups.MaxOffsetMetadataBytes
            ? ErrorCode.OffsetMetadataTooLarge
            : ErrorCode.None;
    }

    private static OffsetCommit ToCommit(string topic, TxnOffsetCommitRequest.Partition partition) => new()
    {
        Topic = topic,
        Partition = partition.PartitionIndex,
        Offset = new Offset(partition.CommittedOffset),
        LeaderEpoch = partition.CommittedLeaderEpoch,
        Metadata = partition.CommittedMetadata,
    };
}
