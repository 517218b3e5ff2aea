using RaftLog.Broker.Groups;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>
/// Keeps back the offsets of which a transaction is undecided, for readers that ask for it (KIP-447): one that takes over a partition would otherwise go on
/// from an offset that a commit of its predecessor is about to move.
/// </summary>
/// <param name="underWay">Those that were on their way into the image before it was read (<see cref="OffsetsUnderWay"/>).</param>
internal sealed class UnstableOffsets(IReadOnlyDictionary<(string GroupId, TopicPartition Partition), int> underWay)
{
    /// <summary>Has the answer say UNSTABLE_OFFSET_COMMIT for them; the reader asks again.</summary>
    public OffsetFetchResponse KeepBack(MetadataImage image, string groupId, OffsetFetchResponse response)
    {
        foreach (var topic in response.Topics)
        {
            foreach (var partition in topic.Partitions.Where(partition => IsUnstable(image, groupId, topic.Name, partition.PartitionIndex, partition.ErrorCode)))
            {
                partition.ErrorCode = ErrorCode.UnstableOffsetCommit;
                (partition.CommittedOffset, partition.CommittedLeaderEpoch, partition.Metadata) = (-1, -1, "");
            }
        }

        foreach (var group in response.Groups)
        {
            foreach (var topic in group.Topics)
            {
                KeepBack(image, group.GroupId, topic);
            }
        }

        return response;
    }

    private void KeepBack(MetadataImage image, string groupId, OffsetFetchResponse.GroupTopic topic)
    {
        // The last versions name topics by id only.
        var name = image.Topics.TryGet(topic.TopicId, out var known) ? known.Name : topic.Name;
        foreach (var partition in topic.Partitions.Where(partition => IsUnstable(image, groupId, name, partition.PartitionIndex, partition.ErrorCode)))
        {
            partition.ErrorCode = ErrorCode.UnstableOffsetCommit;
            (partition.CommittedOffset, partition.CommittedLeaderEpoch, partition.Metadata) = (-1, -1, "");
        }
    }

    private bool IsUnstable(MetadataImage image, string groupId, string topic, int partition, ErrorCode error)
    {
        var key = new TopicPartition(topic, partition);
        return error == ErrorCode.None && (underWay.ContainsKey((groupId, key)) || image.Transactions.HasPendingOffset(groupId, key));
    }
}
