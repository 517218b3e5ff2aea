using RaftLog.Client.Network;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <summary>Asks a group's coordinator what it is like: first as one whose coordinator assigns (KIP-848), then as one of the classic protocol.</summary>
internal sealed class GroupDescriptions(GroupCoordinator coordinator)
{
    public async Task<GroupDescription> FetchAsync(CancellationToken cancellationToken) =>
        await TryFetchAssignedAsync(cancellationToken).ConfigureAwait(false) ?? await FetchClassicAsync(cancellationToken).ConfigureAwait(false);

    // Null when the group is none of these, or the broker knows none.
    private async Task<GroupDescription?> TryFetchAssignedAsync(CancellationToken cancellationToken)
    {
        ConsumerGroupDescribeResponse response;
        try
        {
            response = await coordinator
                .SendAsync<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse>(
                    new ConsumerGroupDescribeRequest { GroupIds = [coordinator.GroupId] }, ConnectionPurpose.General, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (RaftLogException exception) when (exception.ErrorCode == ErrorCode.UnsupportedVersion)
        {
            return null;
        }

        ConsumerGroupDescribeResponse.Group? group = response.Groups.Find(one => one.GroupId == coordinator.GroupId);
        if (group is null or { ErrorCode: ErrorCode.GroupIdNotFound or ErrorCode.UnsupportedVersion })
        {
            return null;
        }

        coordinator.Check(group.ErrorCode, "The description");
        int brokerId = await coordinator.BrokerIdAsync(cancellationToken).ConfigureAwait(false);
        return new GroupDescription(
            group.GroupId, group.GroupState, ConsumerProtocol.ProtocolType, group.AssignorName, brokerId, [.. group.Members.Select(Describe)])
        {
            IsAssignedByCoordinator = true,
            Epoch = group.GroupEpoch,
        };
    }

    private async Task<GroupDescription> FetchClassicAsync(CancellationToken cancellationToken)
    {
        DescribeGroupsResponse response = await coordinator
            .SendAsync<DescribeGroupsRequest, DescribeGroupsResponse>(
                new DescribeGroupsRequest { Groups = [coordinator.GroupId] }, ConnectionPurpose.General, cancellationToken)
            .ConfigureAwait(false);
        int brokerId = await coordinator.BrokerIdAsync(cancellationToken).ConfigureAwait(false);
        DescribeGroupsResponse.Group? group = response.Groups.Find(one => one.GroupId == coordinator.GroupId);
        if (group is null or { ErrorCode: ErrorCode.GroupIdNotFound })
        {
            return new GroupDescription(coordinator.GroupId, GroupDescription.Dead, "", "", brokerId, []);
        }

        coordinator.Check(group.ErrorCode, "The description");
        bool isOfConsumers = group.ProtocolType == ConsumerProtocol.ProtocolType;
        return new GroupDescription(
            group.GroupId,
            group.GroupState,
            group.ProtocolType,
            group.ProtocolData,
            brokerId,
            [.. group.Members.Select(member => Describe(member, isOfConsumers))]);
    }

    private static GroupMemberDescription Describe(ConsumerGroupDescribeResponse.Member member) =>
        new(member.MemberId, member.InstanceId, member.ClientId, member.ClientHost, ToPartitions(member.Assignment))
        {
            Epoch = member.MemberEpoch,
            TargetAssignment = ToPartitions(member.TargetAssignment),
        };

    private static GroupMemberDescription Describe(DescribeGroupsResponse.Member member, bool isConsumer) => new(
        member.MemberId,
        member.GroupInstanceId,
        member.ClientId,
        member.ClientHost,
        isConsumer ? ConsumerProtocol.ReadAssignment(member.MemberAssignment) : []);

    private static TopicPartition[] ToPartitions(ConsumerGroupDescribeResponse.MemberAssignment assignment) =>
    [
        .. assignment.TopicPartitions.SelectMany(topic => topic.Partitions.Select(partition => new TopicPartition(topic.TopicName, partition))),
    ];
}
