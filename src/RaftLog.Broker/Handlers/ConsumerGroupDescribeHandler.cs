using RaftLog.Broker.Groups;
using RaftLog.Broker.Network;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>ConsumerGroupDescribe (KIP-848): groups whose coordinator assigns. Clients ask DescribeGroups for any other.</summary>
internal sealed class ConsumerGroupDescribeHandler(GroupDirectory directory, GroupCoordinator groups, ClusterView cluster)
    : ReplyHandler<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse>(0, 1)
{
    // KIP-1099: speaks KIP-848's protocol.
    private const sbyte ConsumerMemberType = 1;

    protected override ValueTask<ConsumerGroupDescribeResponse> HandleAsync(ConsumerGroupDescribeRequest request, RequestContext context) =>
        ValueTask.FromResult(new ConsumerGroupDescribeResponse
        {
            Groups = [.. request.GroupIds.Select(groupId => Describe(groupId, request.IncludeAuthorizedOperations))],
        });

    private ConsumerGroupDescribeResponse.Group Describe(string groupId, bool withOperations)
    {
        var error = directory.Find(groupId, out var group);
        if (error != ErrorCode.None || group is not { Type: GroupType.Consumer })
        {
            return new ConsumerGroupDescribeResponse.Group
            {
                GroupId = groupId,
                ErrorCode = error != ErrorCode.None ? error : ErrorCode.GroupIdNotFound,
                ErrorMessage = error != ErrorCode.None ? null : group is null ? $"Group {groupId} not found." : $"Group {groupId} is not a consumer group.",
            };
        }

        var image = cluster.Image;
        int keptEpoch = image.ConsumerGroups.TryGet(groupId, out var kept) ? kept.Generation : 0;
        var described = groups.DescribeConsumers(groupId) ?? new ConsumerGroupDescription(GroupDescription.Empty, keptEpoch, AssignorName: "", []);
        return new ConsumerGroupDescribeResponse.Group
        {
            GroupId = groupId,
            GroupState = described.State,
            GroupEpoch = described.Epoch,
            AssignmentEpoch = described.Epoch,
            AssignorName = described.AssignorName,
            Members = [.. described.Members.Select(member => Describe(member, image.Topics))],
            AuthorizedOperations = withOperations ? AuthorizedOperations.Group : AuthorizedOperations.NotAsked,
        };
    }

    private static ConsumerGroupDescribeResponse.Member Describe(ConsumerMemberDescription member, TopicsImage topics) => new()
    {
        MemberId = member.MemberId,
        InstanceId = member.InstanceId,
        RackId = member.RackId,
        MemberEpoch = member.Epoch,
        ClientId = member.ClientId,
        ClientHost = member.ClientHost,
        SubscribedTopicNames = [.. member.Subscription.Names],
        SubscribedTopicRegex = member.Subscription.Pattern.Length == 0 ? null : member.Subscription.Pattern,
        Assignment = ToAssignment(member.Assigned, topics),
        TargetAssignment = ToAssignment(member.Target, topics),
        MemberType = ConsumerMemberType,
    };

    // A topic that is gone has no name to be told by; its partitions are on their way out of the assignment.
    private static ConsumerGroupDescribeResponse.MemberAssignment ToAssignment(IEnumerable<TopicIdPartition> partitions, TopicsImage topics) => new()
    {
        TopicPartitions =
        [
            .. partitions
                .Where(partition => topics.ById.ContainsKey(partition.TopicId))
                .GroupBy(partition => partition.TopicId, partition => partition.Partition)
                .Select(topic => new ConsumerGroupDescribeResponse.TopicPartitions
                {
                    TopicId = topic.Key,
                    TopicName = topics.ById[topic.Key].Name,
                    Partitions = [.. topic.Order()],
                })
                .OrderBy(topic => topic.TopicName, StringComparer.Ordinal),
        ],
    };
}
