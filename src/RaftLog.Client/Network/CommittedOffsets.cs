using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client.Network;

/// <summary>Reads the committed offsets of a group (OffsetFetch).</summary>
internal static class CommittedOffsets
{
    /// <summary>The offsets of these partitions, or of all that have one; those without one are left out.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="coordinator">The group's coordinator.</param>
    /// <param name="partitions">The partitions; null for all.</param>
    /// <param name="requireStable">Whether to wait while a transaction is about to decide on one of them (KIP-447), as whoever reads on from there must.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<List<TopicPartitionOffset>> FetchAsync(
        ClusterClient cluster,
        GroupCoordinator coordinator,
        IEnumerable<TopicPartition>? partitions,
        bool requireStable,
        CancellationToken cancellationToken)
    {
        var request = new OffsetFetchRequest
        {
            GroupId = coordinator.GroupId,
            RequireStable = requireStable,
            Topics = partitions?
                .GroupBy(partition => partition.Topic)
                .Select(topic => new OffsetFetchRequest.Topic
                {
                    Name = topic.Key,
                    PartitionIndexes = [.. topic.Select(partition => partition.Partition)],
                })
                .ToList(),
        };
        return cluster.RetryAsync(
            async token =>
            {
                OffsetFetchResponse response = await coordinator
                    .SendAsync<OffsetFetchRequest, OffsetFetchResponse>(request, ConnectionPurpose.General, token)
                    .ConfigureAwait(false);
                coordinator.Check(response.ErrorCode, "Reading the committed offsets");
                return Collect(coordinator, response);
            },
            cancellationToken);
    }

    private static List<TopicPartitionOffset> Collect(GroupCoordinator coordinator, OffsetFetchResponse response)
    {
        var offsets = new List<TopicPartitionOffset>();
        foreach (OffsetFetchResponse.Topic topic in response.Topics)
        {
            foreach (OffsetFetchResponse.Partition answer in topic.Partitions)
            {
                var partition = new TopicPartition(topic.Name, answer.PartitionIndex);
                coordinator.Check(answer.ErrorCode, $"Reading the committed offset of {partition}");
                if (answer.CommittedOffset >= 0)
                {
                    offsets.Add(new TopicPartitionOffset(partition, answer.CommittedOffset, answer.CommittedLeaderEpoch, answer.Metadata ?? ""));
                }
            }
        }

        return offsets;
    }
}
