using RaftLog.Client.Network;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <content>Committed offsets of groups, and groups as a whole, changed by an administrator.</content>
public sealed partial class AdminClient
{
    /// <summary>Sets committed offsets of a group that has no members.</summary>
    /// <exception cref="RaftLogException">
    /// The group has members (<c>NON_EMPTY_GROUP</c>), or a partition does not exist; offsets of other partitions may be set.
    /// </exception>
    public async Task AlterGroupOffsetsAsync(
        string groupId, IReadOnlyCollection<TopicPartitionOffset> offsets, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(groupId);
        ArgumentNullException.ThrowIfNull(offsets);
        var coordinator = new GroupCoordinator(_cluster, groupId);
        var committer = new OffsetCommitter(new ConsumerOptions { GroupId = groupId }, _cluster, coordinator, () => GroupGeneration.None);
        try
        {
            await committer.CommitAsync(offsets, cancellationToken).ConfigureAwait(false);
        }
        catch (RaftLogException exception) when (exception.ErrorCode == ErrorCode.UnknownMemberId)
        {
            // That is how a coordinator refuses who is not a member while somebody is.
            throw NonEmpty(groupId, "set", exception);
        }
    }

    /// <summary>Forgets committed offsets of a group, in topics that none of its members reads.</summary>
    /// <exception cref="RaftLogException">
    /// The group does not exist (<c>GROUP_ID_NOT_FOUND</c>), members read a topic (<c>GROUP_SUBSCRIBED_TO_TOPIC</c>) or a partition does not exist;
    /// offsets of other partitions may be gone.
    /// </exception>
    public async Task DeleteGroupOffsetsAsync(
        string groupId, IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(groupId);
        ArgumentNullException.ThrowIfNull(partitions);
        var coordinator = new GroupCoordinator(_cluster, groupId);
        var request = new OffsetDeleteRequest
        {
            GroupId = groupId,
            Topics =
            [
                .. partitions.GroupBy(partition => partition.Topic).Select(topic => new OffsetDeleteRequest.Topic
                {
                    Name = topic.Key,
                    Partitions = [.. topic.Select(partition => new OffsetDeleteRequest.Partition { PartitionIndex = partition.Partition })],
                }),
            ],
        };
        var response = await _cluster.RetryAsync(
            async token =>
            {
                var answer = await coordinator
                    .SendAsync<OffsetDeleteRequest, OffsetDeleteResponse>(request, ConnectionPurpose.General, token)
                    .ConfigureAwait(false);
                coordinator.Check(answer.ErrorCode, "Deleting offsets");
                return answer;
            },
            cancellationToken).ConfigureAwait(false);
        foreach (var topic in response.Topics)
        {
            foreach (var partition in topic.Partitions)
            {
                coordinator.Check(partition.ErrorCode, $"Deleting the offset of {topic.Name}-{partition.PartitionIndex}");
            }
        }
    }

    /// <summary>Forgets a group that has no members, with its offsets.</summary>
    /// <exception cref="RaftLogException">The group has members (<c>NON_EMPTY_GROUP</c>) or does not exist (<c>GROUP_ID_NOT_FOUND</c>).</exception>
    public async Task DeleteGroupAsync(string groupId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(groupId);
        var coordinator = new GroupCoordinator(_cluster, groupId);
        var request = new DeleteGroupsRequest { GroupsNames = [groupId] };
        bool sentBefore = false;
        await _cluster.RetryAsync(
            async token =>
            {
                bool isRetry = sentBefore;
                sentBefore = true;
                var response = await coordinator
                    .SendAsync<DeleteGroupsRequest, DeleteGroupsResponse>(request, ConnectionPurpose.General, token)
                    .ConfigureAwait(false);
                var error = response.Results.Find(group => group.GroupId == groupId)?.ErrorCode ?? ErrorCode.UnknownServerError;
                if (error == ErrorCode.NonEmptyGroup)
                {
                    throw NonEmpty(groupId, "deleted", null);
                }

                // When an answer was lost, the retry finds that the first attempt did it.
                bool isGone = isRetry && error == ErrorCode.GroupIdNotFound;
                coordinator.Check(isGone ? ErrorCode.None : error, "Deleting");
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static RaftLogException NonEmpty(string groupId, string what, Exception? cause) => new(
        ErrorCode.NonEmptyGroup, $"Group {groupId} has members, so its offsets cannot be {what}: stop its consumers first.", null, cause);
}
