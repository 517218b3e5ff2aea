using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client.Network;

/// <summary>Has the leaders of partitions move the start of their logs (DeleteRecords).</summary>
internal static class RecordDeletion
{
    /// <summary>Deletes in all partitions, retrying those whose leader moves meanwhile; repeated, a deletion does no harm.</summary>
    public static async Task<Dictionary<TopicPartition, long>> DeleteAsync(
        ClusterClient cluster, IReadOnlyDictionary<TopicPartition, long> before, CancellationToken cancellationToken)
    {
        var starts = new Dictionary<TopicPartition, long>();
        foreach (string topic in before.Keys.Select(partition => partition.Topic).Distinct())
        {
            await cluster.Metadata.GetTopicAsync(topic, cluster.Options.OperationTimeout, cancellationToken).ConfigureAwait(false);
        }

        await cluster.RetryAsync(
            async token =>
            {
                TopicPartition[] missing = [.. before.Keys.Where(partition => !starts.ContainsKey(partition))];
                await AskLeadersAsync(cluster, missing, before, starts, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        return starts;
    }

    private static async Task AskLeadersAsync(
        ClusterClient cluster,
        IReadOnlyCollection<TopicPartition> partitions,
        IReadOnlyDictionary<TopicPartition, long> before,
        Dictionary<TopicPartition, long> starts,
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

            DeleteRecordsResponse response = await cluster
                .SendAsync<DeleteRecordsRequest, DeleteRecordsResponse>(
                    leader.Key, ConnectionPurpose.General, Request(cluster, leader, before), cancellationToken)
                .ConfigureAwait(false);
            Collect(response, starts);
        }
    }

    private static DeleteRecordsRequest Request(
        ClusterClient cluster, IEnumerable<TopicPartition> partitions, IReadOnlyDictionary<TopicPartition, long> before) =>
        new()
        {
            TimeoutMs = (int)Math.Min(cluster.Options.RequestTimeout.TotalMilliseconds, int.MaxValue),
            Topics =
            [
                .. partitions.GroupBy(partition => partition.Topic).Select(topic => new DeleteRecordsRequest.Topic
                {
                    Name = topic.Key,
                    Partitions =
                    [
                        .. topic.Select(partition => new DeleteRecordsRequest.Partition
                        {
                            PartitionIndex = partition.Partition,
                            Offset = before[partition],
                        }),
                    ],
                }),
            ],
        };

    private static void Collect(DeleteRecordsResponse response, Dictionary<TopicPartition, long> starts)
    {
        RaftLogException? failure = null;
        foreach (DeleteRecordsResponse.Topic topic in response.Topics)
        {
            foreach (DeleteRecordsResponse.Partition answer in topic.Partitions)
            {
                var partition = new TopicPartition(topic.Name, answer.PartitionIndex);
                if (answer.ErrorCode == ErrorCode.None)
                {
                    starts[partition] = answer.LowWatermark;
                }
                else
                {
                    failure = new RaftLogException(
                        answer.ErrorCode, $"Deleting records of {partition} failed with {answer.ErrorCode.KafkaName()}.", partition);
                }
            }
        }

        if (failure is not null)
        {
            throw failure;
        }
    }
}
