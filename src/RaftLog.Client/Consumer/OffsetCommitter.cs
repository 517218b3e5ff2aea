using RaftLog.Client.Network;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <summary>Commits offsets to the group's coordinator.</summary>
internal sealed class OffsetCommitter(
    ConsumerOptions options, ClusterClient cluster, GroupCoordinator coordinator, Func<GroupGeneration> generation)
{
    /// <summary>Commits; retries until <see cref="ClientOptions.OperationTimeout"/>.</summary>
    /// <exception cref="RaftLogException">The commit failed, among others because this member is no longer in the group.</exception>
    public async Task CommitAsync(IReadOnlyCollection<TopicPartitionOffset> offsets, CancellationToken cancellationToken)
    {
        if (offsets.Count == 0)
        {
            return;
        }

        long deadlineMs = cluster.Clock.After(options.OperationTimeout);
        for (int failures = 1; ; failures++)
        {
            try
            {
                await cluster.RetryAsync(token => TryCommitAsync(offsets, token), cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (RaftLogException exception) when (exception.ErrorCode == ErrorCode.StaleMemberEpoch && cluster.Clock.NowMs < deadlineMs)
            {
                // The member has moved on to an epoch of which it has not heard yet; the next heartbeat tells it.
                await Task.Delay(cluster.Backoff.After(failures), cluster.Clock.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> TryCommitAsync(IReadOnlyCollection<TopicPartitionOffset> offsets, CancellationToken cancellationToken)
    {
        OffsetCommitResponse response = await coordinator
            .SendAsync<OffsetCommitRequest, OffsetCommitResponse>(Request(offsets), ConnectionPurpose.General, cancellationToken)
            .ConfigureAwait(false);
        Check(response);
        return true;
    }

    private OffsetCommitRequest Request(IEnumerable<TopicPartitionOffset> offsets)
    {
        GroupGeneration member = generation();
        return new OffsetCommitRequest
        {
            GroupId = coordinator.GroupId,
            MemberId = member.MemberId,
            GenerationIdOrMemberEpoch = member.GenerationId,
            GroupInstanceId = options.GroupInstanceId,
            Topics =
            [
                .. offsets.GroupBy(offset => offset.TopicPartition.Topic).Select(topic => new OffsetCommitRequest.Topic
                {
                    Name = topic.Key,
                    Partitions =
                    [
                        .. topic.Select(offset => new OffsetCommitRequest.Partition
                        {
                            PartitionIndex = offset.TopicPartition.Partition,
                            CommittedOffset = offset.Offset,
                            CommittedLeaderEpoch = offset.LeaderEpoch,
                            CommittedMetadata = offset.Metadata,
                        }),
                    ],
                }),
            ],
        };
    }

    private void Check(OffsetCommitResponse response)
    {
        foreach (OffsetCommitResponse.Topic topic in response.Topics)
        {
            foreach (OffsetCommitResponse.Partition partition in topic.Partitions)
            {
                if (partition.ErrorCode is ErrorCode.UnknownMemberId or ErrorCode.IllegalGeneration or ErrorCode.FencedMemberEpoch)
                {
                    throw new RaftLogException(
                        partition.ErrorCode,
                        $"Offsets were not committed: group {coordinator.GroupId} has gone on without this member. Consume again to rejoin; if processing takes longer than MaxPollInterval = {options.MaxPollInterval}, raise it.",
                        new TopicPartition(topic.Name, partition.PartitionIndex));
                }

                coordinator.Check(partition.ErrorCode, $"Committing the offset of {topic.Name}-{partition.PartitionIndex}");
            }
        }
    }
}
