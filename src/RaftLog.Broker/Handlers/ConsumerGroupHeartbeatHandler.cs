using RaftLog.Broker.Groups;
using RaftLog.Broker.Network;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>ConsumerGroupHeartbeat (KIP-848): members join, stay and leave with it, and hear what they may read.</summary>
internal sealed class ConsumerGroupHeartbeatHandler(GroupCoordinator groups, ConsumerProtocolOptions options)
    : ReplyHandler<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>(0, 1)
{
    private const short FirstVersionWithOwnId = 1;

    protected override ValueTask<ConsumerGroupHeartbeatResponse> HandleAsync(ConsumerGroupHeartbeatRequest request, RequestContext context)
    {
        var result = groups.Heartbeat(new ConsumerHeartbeat
        {
            GroupId = request.GroupId,
            MemberId = request.MemberId,
            Epoch = request.MemberEpoch,
            InstanceId = request.InstanceId,
            RackId = request.RackId,
            ClientId = context.ClientId,
            ClientHost = $"/{context.Connection.Host}",
            RebalanceTimeoutMs = request.RebalanceTimeoutMs,
            TopicNames = request.SubscribedTopicNames,
            TopicPattern = request.SubscribedTopicRegex,
            Assignor = request.ServerAssignor,
            Owned = request.OwnedPartitions?
                .SelectMany(topic => topic.Partitions.Select(partition => new TopicIdPartition(topic.TopicId, partition)))
                .ToHashSet(),
            BringsItsId = context.Version >= FirstVersionWithOwnId,
        });
        return ValueTask.FromResult(new ConsumerGroupHeartbeatResponse
        {
            ErrorCode = result.Error,
            ErrorMessage = result.Message,
            MemberId = result.MemberId,
            MemberEpoch = result.Epoch,
            HeartbeatIntervalMs = (int)options.HeartbeatInterval.TotalMilliseconds,
            Assignment = result.Assigned is { } assigned
                ? new ConsumerGroupHeartbeatResponse.MemberAssignment { TopicPartitions = [.. ByTopic(assigned)] }
                : null,
        });
    }

    private static IEnumerable<ConsumerGroupHeartbeatResponse.TopicPartitions> ByTopic(IEnumerable<TopicIdPartition> partitions) => partitions
        .GroupBy(partition => partition.TopicId, partition => partition.Partition)
        .OrderBy(topic => topic.Key)
        .Select(topic => new ConsumerGroupHeartbeatResponse.TopicPartitions { TopicId = topic.Key, Partitions = [.. topic.Order()] });
}
