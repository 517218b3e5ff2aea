using System.Text;
using RaftLog.Broker.Groups;
using RaftLog.Broker.Network;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>OffsetCommit: checks the sender against its group, then has the offsets written to the metadata group; answers when they are committed there.</summary>
internal sealed class OffsetCommitHandler(
    ClusterView cluster,
    GroupCoordinator groups,
    ControllerClient controller,
    BrokerOptions options)
    : ReplyHandler<OffsetCommitRequest, OffsetCommitResponse>(0, 10)
{
    private const short FirstVersionWithEpochs = 9;
    private const short FirstVersionWithTopicIds = 10;

    // Kafka's offsets.commit.timeout.ms; consumers wait longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    protected override async ValueTask<OffsetCommitResponse> HandleAsync(OffsetCommitRequest request, RequestContext context)
    {
        var response = new OffsetCommitResponse();
        var refusal = groups.CheckCommit(
            new MemberClaim(request.GroupId, request.GenerationIdOrMemberEpoch, request.MemberId, request.GroupInstanceId), out var term);
        if (refusal == ErrorCode.StaleMemberEpoch && context.Version < FirstVersionWithEpochs)
        {
            // No member that has an epoch asks so.
            refusal = ErrorCode.UnknownMemberId;
        }

        var image = cluster.Image;
        bool byId = context.Version >= FirstVersionWithTopicIds;
        var command = new CommitOffsetsCommand { ConsumerGroup = request.GroupId, CoordinatorTerm = term.Value };
        var written = new List<OffsetCommitResponse.Partition>();
        foreach (var topic in request.Topics)
        {
            TopicImage? known;
            bool isFound = byId ? image.Topics.TryGet(topic.TopicId, out known) : image.Topics.TryGet(topic.Name, out known);
            var answers = new OffsetCommitResponse.Topic { Name = topic.Name, TopicId = topic.TopicId };
            response.Topics.Add(answers);
            foreach (var partition in topic.Partitions)
            {
                var error = refusal != ErrorCode.None ? refusal
                    : byId && !isFound ? ErrorCode.UnknownTopicId
                    : Check(known, partition);
                var answer = new OffsetCommitResponse.Partition { PartitionIndex = partition.PartitionIndex, ErrorCode = error };
                answers.Partitions.Add(answer);
                if (error == ErrorCode.None)
                {
                    command.Offsets.Add(ToCommit(known!.Name, partition));
                    written.Add(answer);
                }
            }
        }

        if (written.Count > 0)
        {
            var result = await controller.CommitOffsetsAsync(command, Patience, context.Aborted);
            for (int i = 0; i < written.Count; i++)
            {
                written[i].ErrorCode = KafkaErrors.ForGroup(result.IsSuccess ? result.Partitions[i].Error : result.Error);
            }
        }

        return response;
    }

    private ErrorCode Check(TopicImage? topic, OffsetCommitRequest.Partition partition)
    {
        if (topic?.Partition(partition.PartitionIndex) is null)
        {
            return ErrorCode.UnknownTopicOrPartition;
        }

        return partition.CommittedMetadata is { } note && Encoding.UTF8.GetByteCount(note) > options.Groups.MaxOffsetMetadataBytes
            ? ErrorCode.OffsetMetadataTooLarge
            : ErrorCode.None;
    }

    private static OffsetCommit ToCommit(string topic, OffsetCommitRequest.Partition partition) => new()
    {
        Topic = topic,
        Partition = partition.PartitionIndex,
        Offset = new Offset(partition.CommittedOffset),
        LeaderEpoch = partition.CommittedLeaderEpoch,
        Metadata = partition.CommittedMetadata,
    };
}
