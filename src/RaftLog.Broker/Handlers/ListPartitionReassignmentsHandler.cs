using RaftLog.Broker.Network;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>ListPartitionReassignments, on any broker, from its image. The rebuilding of a lost replica on its own broker is no move.</summary>
internal sealed class ListPartitionReassignmentsHandler(ClusterView cluster)
    : ReplyHandler<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse>(0, 0)
{
    protected override ValueTask<ListPartitionReassignmentsResponse> HandleAsync(
        ListPartitionReassignmentsRequest request, RequestContext context)
    {
        var topics = cluster.Image.Topics;
        var asked = request.Topics is { } wanted
            ? wanted.Select(topic => (topic.Name, Partitions: PartitionsOf(topics, topic)))
            : topics.ByName.Values.Select(topic => (topic.Name, Partitions: topic.Partitions.AsEnumerable()));
        return ValueTask.FromResult(new ListPartitionReassignmentsResponse
        {
            ErrorMessage = null,
            Topics =
            [
                .. from topic in asked.OrderBy(topic => topic.Name, StringComparer.Ordinal)
                   let moving = topic.Partitions.Where(partition => partition.IsMoving).Select(Describe).ToList()
                   where moving.Count > 0
                   select new ListPartitionReassignmentsResponse.Topic { Name = topic.Name, Partitions = moving },
            ],
        });
    }

    private static IEnumerable<PartitionImage> PartitionsOf(TopicsImage topics, ListPartitionReassignmentsRequest.Topic asked) =>
        topics.TryGet(asked.Name, out var topic)
            ? asked.PartitionIndexes.Select(topic.Partition).OfType<PartitionImage>()
            : [];

    private static ListPartitionReassignmentsResponse.Partition Describe(PartitionImage partition) => new()
    {
        PartitionIndex = partition.Number,
        Replicas = [.. partition.Replicas.Select(replica => replica.Broker.Value).Concat(partition.RemovingBrokers.Select(id => id.Value))],
        AddingReplicas = [.. partition.AddingBrokers.Select(id => id.Value)],
        RemovingReplicas = [.. partition.RemovingBrokers.Select(id => id.Value)],
    };
}
