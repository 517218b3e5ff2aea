using RaftLog.Client.Network;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <summary>The request that stores a group's offsets in a transaction (TxnOffsetCommit), and what its answer means.</summary>
internal static class TransactionOffsets
{
    public static TxnOffsetCommitRequest Request(
        string transactionalId, ProducerIdentity identity, IEnumerable<TopicPartitionOffset> offsets, ConsumerGroupMetadata group) =>
        new()
        {
            TransactionalId = transactionalId,
            GroupId = group.GroupId,
            ProducerId = identity.Id,
            ProducerEpoch = identity.Epoch,
            GenerationId = group.GenerationId,
            MemberId = group.MemberId,
            GroupInstanceId = group.GroupInstanceId,
            Topics =
            [
                .. offsets.GroupBy(offset => offset.TopicPartition.Topic).Select(topic => new TxnOffsetCommitRequest.Topic
                {
                    Name = topic.Key,
                    Partitions =
                    [
                        .. topic.Select(offset => new TxnOffsetCommitRequest.Partition
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

    public static void Check(GroupCoordinator coordinator, TxnOffsetCommitResponse response)
    {
        foreach (TxnOffsetCommitResponse.Topic topic in response.Topics)
        {
            foreach (TxnOffsetCommitResponse.Partition partition in topic.Partitions)
            {
                coordinator.Check(partition.ErrorCode, $"Sending the offset of {topic.Name}-{partition.PartitionIndex} to the transaction");
            }
        }
    }
}
