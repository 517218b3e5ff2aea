using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client.Network;

/// <summary>Has the leaders of partitions move the start of their logs (DeleteRecords).</summary>
internal static class RecordDeletion
{
    /// <summary>Deletes in all partitions, retrying those whose leader moves meanwhile; repeated, a deletion does no harm.</summary>
    public static Task<Dictionary<TopicPartition, long>> DeleteAsync(
        ClusterClient cluster, IReadOnlyDictionary<TopicPartition, long> before, CancellationToken cancellationToken)
    {
        var rounds = new LeaderRounds<long>(cluster, "Deleting records of", async (leader, asked, _, token) =>
            Answers(await cluster
                .SendAsync<DeleteRecordsRequest, DeleteRecordsResponse>(
                    leader, ConnectionPurpose.General, Request(cluster, asked, before), token)
                .ConfigureAwait(false)));
        return rounds.RunAsync(before.Keys, cancellationToken);
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

    private static IEnumerable<LeaderAnswer<long>> Answers(DeleteRecordsResponse response) =>
        response.Topics.SelectMany(topic => topic.Partitions, (topic, answer) => new LeaderAnswer<long>(
            new TopicPartition(topic.Name, answer.PartitionIndex), answer.ErrorCode, answer.LowWatermark));
}
