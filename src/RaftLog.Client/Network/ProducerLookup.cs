using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client.Network;

/// <summary>Asks the leaders of partitions for the producers that they know (DescribeProducers).</summary>
internal static class ProducerLookup
{
    public static Task<Dictionary<TopicPartition, List<ProducerDescription>>> DescribeAsync(
        ClusterClient cluster, IEnumerable<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        var rounds = new LeaderRounds<List<ProducerDescription>>(cluster, "Describing the producers of", async (leader, asked, _, token) =>
            Answers(await cluster
                .SendAsync<DescribeProducersRequest, DescribeProducersResponse>(leader, ConnectionPurpose.General, Request(asked), token)
                .ConfigureAwait(false)));
        return rounds.RunAsync(partitions, cancellationToken);
    }

    private static DescribeProducersRequest Request(IEnumerable<TopicPartition> partitions) =>
        new()
        {
            Topics =
            [
                .. partitions.GroupBy(partition => partition.Topic).Select(topic => new DescribeProducersRequest.Topic
                {
                    Name = topic.Key,
                    PartitionIndexes = [.. topic.Select(partition => partition.Partition)],
                }),
            ],
        };

    private static IEnumerable<LeaderAnswer<List<ProducerDescription>>> Answers(DescribeProducersResponse response)
    {
        foreach (DescribeProducersResponse.Topic topic in response.Topics)
        {
            foreach (DescribeProducersResponse.Partition answer in topic.Partitions)
            {
                var partition = new TopicPartition(topic.Name, answer.PartitionIndex);
                yield return new LeaderAnswer<List<ProducerDescription>>(
                    partition, answer.ErrorCode, [.. answer.ActiveProducers.Select(producer => Describe(partition, producer))]);
            }
        }
    }

    private static ProducerDescription Describe(TopicPartition partition, DescribeProducersResponse.Producer producer) =>
        new(
            partition,
            producer.ProducerId,
            (short)producer.ProducerEpoch,
            producer.LastSequence,
            producer.LastTimestamp < 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(producer.LastTimestamp),
            producer.CoordinatorEpoch,
            producer.CurrentTxnStartOffset < 0 ? null : producer.CurrentTxnStartOffset);
}
