using RaftLog.Broker.Groups;
using RaftLog.Broker.Network;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>OffsetDelete (KIP-496): forgets offsets in topics that no member of the group reads.</summary>
internal sealed class OffsetDeleteHandler(GroupDirectory directory, GroupCoordinator coordinator, ControllerClient controller)
    : ReplyHandler<OffsetDeleteRequest, OffsetDeleteResponse>(0, 0)
{
    protected override async ValueTask<OffsetDeleteResponse> HandleAsync(OffsetDeleteRequest request, RequestContext context)
    {
        var error = directory.Find(request.GroupId, out var group);
        if (error != ErrorCode.None || group is null)
        {
            return new OffsetDeleteResponse { ErrorCode = error != ErrorCode.None ? error : ErrorCode.GroupIdNotFound };
        }

        error = coordinator.CheckOffsetDelete(request.GroupId, request.Topics.Select(topic => topic.Name), out var read, out var term);
        if (error != ErrorCode.None)
        {
            return new OffsetDeleteResponse { ErrorCode = error };
        }

        var response = new OffsetDeleteResponse();
        var deleted = new List<OffsetDeleteResponse.Partition>();
        var command = new DeleteOffsetsCommand { ConsumerGroup = request.GroupId, CoordinatorTerm = term.Value };
        foreach (var topic in request.Topics)
        {
            bool isRead = read.Contains(topic.Name, StringComparer.Ordinal);
            var answers = topic.Partitions.ConvertAll(partition => new OffsetDeleteResponse.Partition
            {
                PartitionIndex = partition.PartitionIndex,
                ErrorCode = isRead ? ErrorCode.GroupSubscribedToTopic : ErrorCode.None,
            });
            response.Topics.Add(new OffsetDeleteResponse.Topic { Name = topic.Name, Partitions = answers });
            if (!isRead)
            {
                deleted.AddRange(answers);
                command.Partitions.AddRange(
                    topic.Partitions.Select(partition => new PartitionReference { Topic = topic.Name, Partition = partition.PartitionIndex }));
            }
        }

        if (deleted.Count > 0)
        {
            var result = await controller.DeleteOffsetsAsync(command, timeout: null, context.Aborted);
            for (int i = 0; i < deleted.Count; i++)
            {
                deleted[i].ErrorCode = Outcome(result, i);
            }
        }

        return response;
    }

    // A group without offsets is in the coordinator's memory only; that the controller does not know it is no failure.
    private static ErrorCode Outcome(DeleteOffsetsResult result, int i) =>
        result.IsSuccess ? result.Partitions[i].Error
        : result.Error == ErrorCode.GroupIdNotFound ? ErrorCode.None
        : KafkaErrors.ForGroup(result.Error);
}
