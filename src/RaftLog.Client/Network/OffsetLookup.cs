using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client.Network;

/// <summary>Looks offsets up at the leaders of their partitions (ListOffsets).</summary>
internal static class OffsetLookup
{
    /// <summary>Looks up all partitions, retrying those whose leader moves meanwhile.</summary>
    public static async Task<Dictionary<TopicPartition, ListedOffset>> ListAsync(
        ClusterClient cluster, IReadOnlyCollection<TopicPartition> partitions, OffsetSpec where, CancellationToken cancellationToken)
    {
        var found = new Dictionary<TopicPartition, ListedOffset>();
        foreach (string topic in partitions.Select(partition => partition.Topic).Distinct())
        {
            await cluster.Metadata.GetTopicAsync(topic, cluster.Options.OperationTimeout, cancellationToken).ConfigureAwait(false);
        }

        await cluster.RetryAsync(
            async token =>
            {
                TopicPartition[] missing = [.. partitions.Where(partition => !found.ContainsKey(partition))];
                await AskLeadersAsync(cluster, missing, where, found, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        return found;
    }

    private static async Task AskLeadersAsync(
        ClusterClient cluster,
        IReadOnlyCollection<TopicPartition> partitions,
        OffsetSpec where,
        Dictionary<TopicPartition, ListedOffset> found,
        CancellationToken cancellationToken)
    {
        ClusterMetadata metadata = cluster.Metadata.Current;
        foreach (IGrouping<int, TopicPartition> leader in partitions.GroupBy(partition => metadata.Leader(partition).Leader))
        {
            if (leader.Key < 0)
            {
                TopicPartition first = leader.First();
                throw new RaftLogException(ErrorCode.LeaderNotAvailable, $"{first} has no leader at present.", first);
            }

            ListOffsetsResponse response = await cluster
                .SendAsync<ListOffsetsRequest, ListOffsetsResponse>(
                    leader.Key, ConnectionPurpose.General, Request(metadata, leader, where), cancellationToken)
                .ConfigureAwait(false);
            Collect(response, found);
        }
    }

    private static ListOffsetsRequest Request(ClusterMetadata metadata, IEnumerable<TopicPartition> partitions, OffsetSpec where) =>
        new()
        {
            Topics =
            [
                .. partitions.GroupBy(partition => partition.Topic).Select(topic => new ListOffsetsRequest.Topic
                {
                    Name = topic.Key,
                    Partitions =
                    [
                        .. topic.Select(partition => new ListOffsetsRequest.Partition
                        {
                            PartitionIndex = partition.Partition,
                            CurrentLeaderEpoch = metadata.Leader(partition).LeaderEpoch,
                            Timestamp = where.TimestampMs,
                        }),
                    ],
                }),
            ],
        };

    private static void Collect(ListOffsetsResponse response, Dictionary<TopicPartition, ListedOffset> found)
    {
        RaftLogException? failure = null;
        foreach (ListOffsetsResponse.Topic topic in response.Topics)
        {
            foreach (ListOffsetsResponse.Partition answer in topic.Partitions)
            {
                var partition = new TopicPartition(topic.Name, answer.PartitionIndex);
                if (answer.ErrorCode == ErrorCode.None)
                {
                    found[partition] = new ListedOffset(answer.Offset, answer.Timestamp, answer.LeaderEpoch);
                }
                else
                {
                    failure = new RaftLogException(
                        answer.ErrorCode, $"Looking up offsets of {partition} failed with {answer.ErrorCode.KafkaName()}.", partition);
                }
            }
        }

        if (failure is not null)
        {
            throw failure;
        }
    }
}
