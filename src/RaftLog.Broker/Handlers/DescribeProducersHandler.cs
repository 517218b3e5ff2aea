using RaftLog.Broker.Network;
using RaftLog.Broker.Partitions;
using RaftLog.Protocol.Messages;
using RaftLog.Storage;

namespace RaftLog.Broker.Handlers;

/// <summary>DescribeProducers (KIP-664): the producers that the leaders of partitions know, to find a transaction that hangs.</summary>
internal sealed class DescribeProducersHandler(ClusterView cluster, PartitionRegistry partitions)
    : ReplyHandler<DescribeProducersRequest, DescribeProducersResponse>(0, 0)
{
    protected override async ValueTask<DescribeProducersResponse> HandleAsync(DescribeProducersRequest request, RequestContext context)
    {
        var image = cluster.Image;
        var response = new DescribeProducersResponse();
        foreach (var topic in request.Topics)
        {
            image.Topics.TryGet(topic.Name, out var known);
            var answers = new DescribeProducersResponse.Topic { Name = topic.Name };
            response.Topics.Add(answers);
            foreach (int partition in topic.PartitionIndexes)
            {
                var error = partitions.FindLeader(known, partition, clientEpoch: -1, out var leader);
                answers.Partitions.Add(await DescribeAsync(partition, error, leader));
            }
        }

        return response;
    }

    private static async ValueTask<DescribeProducersResponse.Partition> DescribeAsync(int partition, ErrorCode error, PartitionReplica? leader)
    {
        var answer = new DescribeProducersResponse.Partition { PartitionIndex = partition, ErrorCode = error };
        if (leader is null)
        {
            return answer;
        }

        if (await leader.DescribeProducersAsync() is { } producers)
        {
            answer.ActiveProducers = [.. producers.Select(ToWire)];
        }
        else
        {
            answer.ErrorCode = ErrorCode.NotLeaderOrFollower;
        }

        return answer;
    }

    private static DescribeProducersResponse.Producer ToWire(ActiveProducer producer) => new()
    {
        ProducerId = producer.ProducerId,
        ProducerEpoch = producer.Epoch,
        LastSequence = producer.LastSequence,
        LastTimestamp = producer.LastTimestampMs,
        CoordinatorEpoch = producer.CoordinatorEpoch,
        CurrentTxnStartOffset = producer.OpenSince?.Value ?? -1,
    };
}
