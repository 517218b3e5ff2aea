using RaftLog.Broker.Network;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>
/// AlterPartitionReassignments, on any broker. Answered when the move is recorded; it is done when ListPartitionReassignments does not show it
/// any more.
/// </summary>
internal sealed class AlterPartitionReassignmentsHandler(ControllerClient controller)
    : ReplyHandler<AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse>(0, 1)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    protected override async ValueTask<AlterPartitionReassignmentsResponse> HandleAsync(
        AlterPartitionReassignmentsRequest request, RequestContext context)
    {
        var command = new MovePartitionsCommand
        {
            AllowsReplicationFactorChange = request.AllowReplicationFactorChange,
            Moves = [.. request.Topics.SelectMany(topic => topic.Partitions.Select(partition => MoveOf(topic, partition)))],
        };
        var result = await controller.MovePartitionsAsync(command, RequestDeadline.Clamp(request.TimeoutMs, LongestWait), context.Aborted);
        return new AlterPartitionReassignmentsResponse
        {
            AllowReplicationFactorChange = request.AllowReplicationFactorChange,
            ErrorCode = result.Error,
            ErrorMessage = result.ErrorMessage,
            Responses =
            [
                .. result.Partitions.GroupBy(outcome => outcome.Topic).Select(topic => new AlterPartitionReassignmentsResponse.Topic
                {
                    Name = topic.Key,
                    Partitions = [.. topic.Select(Answer)],
                }),
            ],
        };
    }

    private static PartitionMove MoveOf(AlterPartitionReassignmentsRequest.Topic topic, AlterPartitionReassignmentsRequest.Partition partition) => new()
    {
        Topic = topic.Name,
        Partition = partition.PartitionIndex,
        IsCancellation = partition.Replicas is null,
        Brokers = [.. (partition.Replicas ?? []).Select(id => new BrokerId(id))],
    };

    private static AlterPartitionReassignmentsResponse.Partition Answer(PartitionOutcome outcome) => new()
    {
        PartitionIndex = outcome.Partition,
        ErrorCode = outcome.Error,
        ErrorMessage = outcome.ErrorMessage,
    };
}
