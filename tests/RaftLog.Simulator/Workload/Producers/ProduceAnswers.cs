using System.Buffers;
using RaftLog.Model;
using RaftLog.Protocol.Messages;
using RaftLog.Simulator.Workload.Records;

namespace RaftLog.Simulator.Workload.Producers;

/// <summary>The request for some batches, and what its answer says of each.</summary>
internal static class ProduceAnswers
{
    public const short Version = 9;

    private const int TimeoutMs = 2_000;

    public static ProduceRequest Request(IEnumerable<SentBatch> batches, short acks) => new()
    {
        Acks = acks,
        TimeoutMs = TimeoutMs,
        TopicData =
        [
            .. batches.GroupBy(batch => batch.Topic).Select(topic => new ProduceRequest.Topic
            {
                Name = topic.Key,
                PartitionData =
                [
                    .. topic.Select(batch => new ProduceRequest.Partition { Index = batch.Partition, Records = new ReadOnlySequence<byte>(batch.Bytes) }),
                ],
            }),
        ],
    };

    public static ProduceResponse.Partition? Find(ProduceResponse? response, SentBatch batch) => response?.Responses
        .FirstOrDefault(topic => topic.Name == batch.Topic)?.PartitionResponses.FirstOrDefault(answer => answer.Index == batch.Partition);

    /// <summary>
    /// Whether the answer promises that nothing was appended. NOT_LEADER_OR_FOLLOWER does not: leadership may have ended after the append.
    /// </summary>
    public static bool IsDefiniteRefusal(ErrorCode error) => error
        is ErrorCode.NotEnoughReplicas or ErrorCode.OutOfOrderSequenceNumber or ErrorCode.InvalidProducerEpoch or ErrorCode.UnknownTopicOrPartition;
}
