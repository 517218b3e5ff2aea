using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client.Network;

/// <summary>Looks offsets up at the leaders of their partitions (ListOffsets).</summary>
internal static class OffsetLookup
{
    /// <summary>Looks up all partitions, retrying those whose leader moves meanwhile.</summary>
    public static Task<Dictionary<TopicPartition, ListedOffset>> ListAsync(
        ClusterClient cluster,
        IReadOnlyCollection<TopicPartition> partitions,
        OffsetSpec where,
        IsolationLevel isolation,
        CancellationToken cancellationToken)
    {
        var rounds = new LeaderRounds<ListedOffset>(cluster, "Looking up offsets of", async (leader, asked, metadata, token) =>
            Answers(await cluster
                .SendAsync<ListOffsetsRequest, ListOffsetsResponse>(
                    leader, ConnectionPurpose.General, Request(metadata, asked, where, isolation), token)
                .ConfigureAwait(false)));
        return rounds.RunAsync(partitions, cancellationToken);
    }

    private static ListOffsetsRequest Request(
        ClusterMetadata metadata, IEnumerable<TopicPartition> partitions, OffsetSpec where, IsolationLevel isolation) =>
        new()
        {
            IsolationLevel = (Protocol.IsolationLevel)isolation,
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

    private static IEnumerable<LeaderAnswer<ListedOffset>> Answers(ListOffsetsResponse response) =>
        response.Topics.SelectMany(topic => topic.Partitions, (topic, answer) => new LeaderAnswer<ListedOffset>(
            new TopicPartition(topic.Name, answer.PartitionIndex),
            answer.ErrorCode,
            new ListedOffset(answer.Offset, answer.Timestamp, answer.LeaderEpoch)));
}
